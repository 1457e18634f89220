package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;

/** Finds the paths in what a macro is given, which the grammar leaves as a list of tokens. */
final class TokenPaths {
    private static final List<Value> REPETITION = Value.symbol("$()");

    private final SyntaxTree tree;
    private final Language language;
    private final Names names;
    /** What the path means up to here; null where no path is under way. */
    private List<Value> path;

    private int lastName;
    private boolean joined;

    TokenPaths(SyntaxTree tree, Language language, Names names) {
        this.tree = tree;
        this.language = language;
        this.names = names;
    }

    /** Gives every name right under the node its meaning as the end of a path that begins further left. */
    void read(int node, List<List<Value>> values) {
        for (int token = tree.firstChild(node); token != SyntaxTree.NONE; token = tree.nextSibling(token)) {
            if (language.isName(tree.kind(token))) {
                name(token);
                values.set(token, path);
            } else if (language.isSeparator(kind(token))) {
                boolean method = kind(token).equals(".") && (path == REPETITION || isVariable(path));
                path = method ? null : path;
                joined = !method;
            } else if (kind(token).equals("!") && path != null && !joined) {
                path = step(symbol -> symbol.marked("!"));
                values.set(lastName, path);
            } else if (isCall(token)) {
                path = step(Value.Symbol::result);
            } else if (!kind(token).contains("comment")) {
                if (joined && path != null) {
                    // A list or a star: what the path leads to is in there, or is everything.
                    values.set(lastName, step(symbol -> symbol.marked(".[?]")));
                }
                path = begin(token);
                joined = false;
            }
        }
    }

    /** Whether this is what a macro is given: a member of it begins anew, a path from it ({@code ::}) does not. */
    private static boolean isVariable(List<Value> path) {
        return path != null && path.stream().allMatch(value -> value instanceof Value.Symbol symbol && symbol.path().matches("\\$\\w+"));
    }

    private void name(int token) {
        String name = language.identifier(tree.text(token));
        if (!joined) {
            path = names.lookUp(name, token);
        } else if (path == null) {
            path = Value.symbol(language.canonical(name));
        } else {
            path = step(symbol -> symbol.member(name));
        }
        lastName = token;
        joined = false;
    }

    /** A repetition begins a path that only the macro's use will tell; anything else ends one. */
    private List<Value> begin(int token) {
        boolean repetition = language.holdsTokens(tree.kind(token)) && tree.text(token).startsWith("$");
        return repetition ? REPETITION : null;
    }

    private boolean isCall(int token) {
        return path != null && !joined && language.holdsTokens(tree.kind(token)) && tree.text(token).startsWith("(");
    }

    private List<Value> step(java.util.function.UnaryOperator<Value.Symbol> step) {
        return path.stream()
                .map(value -> value instanceof Value.Symbol symbol ? symbol : new Value.Symbol("?", false))
                .map(step)
                .<Value>map(symbol -> new Value.Symbol(language.canonical(symbol.path()), symbol.weak()))
                .distinct()
                .toList();
    }

    private String kind(int token) {
        return tree.kinds().name(tree.kind(token));
    }
}

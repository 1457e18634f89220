package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.stream.Stream;

/** Finds the paths in what a macro is given, which the grammar leaves as a list of tokens. */
final class TokenPaths {
    private static final List<Value> REPETITION = Value.symbol("$()");

    private final SyntaxTree tree;
    private final Language language;
    private final Names names;
    /** What the path means up to here; null where no path is under way. */
    private List<Value> path;

    private int lastName;
    /** The token before this one. */
    private int before = SyntaxTree.NONE;

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
                noteNeighbour(token, values);
                name(token);
                values.set(token, definesFunction(token) ? Value.UNKNOWN : path);
            } else if (language.spelling().isSeparator(kind(token))) {
                boolean method = kind(token).equals(".") && (path == REPETITION || isVariable(path));
                if (path != null && path != REPETITION && !method && isMetavariable(lastName)) {
                    // The longer path says more.
                    values.set(lastName, Value.UNKNOWN);
                }
                path = method ? null : path == null && isOfValue(token) ? Value.UNKNOWN : path;
                joined = !method;
            } else if (kind(token).equals("!") && path != null && !joined) {
                path = step(symbol -> symbol.marked("!"));
                values.set(lastName, path);
            } else if (isCall(token)) {
                List<Value> called = step(Value.Symbol::result);
                if (path != REPETITION) {
                    values.set(
                            lastName,
                            Stream.concat(path.stream(), called.stream()).toList());
                }
                path = called;
            } else if (!tree.kinds().comment(tree.kind(token))) {
                if (joined
                        && path != null
                        && path != Value.UNKNOWN
                        && !kind(token).equals("<")) {
                    // A list or a star: what the path leads to is in there, or is everything.
                    values.set(lastName, step(symbol -> symbol.marked(".[?]")));
                }
                path = begin(token);
                joined = false;
            }
            before = tree.kinds().comment(tree.kind(token)) ? before : token;
        }
    }

    /** Whether the separator takes a member of a value or type that is more than a path: {@code (&x).f}, {@code <T>::f}. */
    private boolean isOfValue(int separator) {
        return kind(separator).equals(".")
                || before != SyntaxTree.NONE && kind(before).equals(">");
    }

    /** Whether this is what a macro is given: a member of it begins anew, a path from it ({@code ::}) does not. */
    private static boolean isVariable(List<Value> path) {
        return path != null
                && path.stream()
                        .allMatch(value -> value instanceof Value.Symbol symbol
                                && symbol.path().matches("\\$\\w+"));
    }

    /** What a macro is given may be the {@code ::} that joins what stands before it and behind it. */
    private void noteNeighbour(int token, List<List<Value>> values) {
        boolean adjacent = path != null && !joined && values.get(lastName) == path;
        if (adjacent && isMetavariable(token)) {
            values.set(
                    lastName,
                    Stream.concat(path.stream(), step(symbol -> symbol.marked(".$?")).stream())
                            .toList());
        }
    }

    /** Whether this is the {@code extern} of the author's own function, or of the type of one. */
    private boolean definesFunction(int token) {
        if (!tree.text(token).equals("extern")) {
            return false;
        }
        int next = tree.nextSibling(token);
        while (next != SyntaxTree.NONE
                && (tree.kinds().comment(tree.kind(next)) || kind(next).endsWith("string_literal"))) {
            next = tree.nextSibling(next);
        }
        return next != SyntaxTree.NONE && kind(next).equals("fn");
    }

    private boolean isMetavariable(int token) {
        return tree.text(token).startsWith("$");
    }

    private void name(int token) {
        String name = language.spelling().identifier(tree.text(token));
        if (!joined) {
            path = names.lookUp(name, token);
        } else if (path == null) {
            path = Value.symbol(language.spelling().canonical(name));
        } else {
            path = step(symbol -> symbol.member(name));
        }
        lastName = token;
        joined = false;
    }

    /** A repetition begins a path that only the macro's use will tell; anything else ends one. */
    private List<Value> begin(int token) {
        boolean repetition =
                language.holdsTokens(tree.kind(token)) && tree.text(token).startsWith("$");
        return repetition ? REPETITION : null;
    }

    private boolean isCall(int token) {
        return path != null
                && !joined
                && language.holdsTokens(tree.kind(token))
                && tree.text(token).startsWith("(");
    }

    private List<Value> step(java.util.function.UnaryOperator<Value.Symbol> step) {
        return path.stream()
                .map(value -> value instanceof Value.Symbol symbol ? symbol : new Value.Symbol("?", false))
                .map(step)
                .<Value>map(symbol -> new Value.Symbol(language.spelling().canonical(symbol.path()), symbol.weak()))
                .distinct()
                .toList();
    }

    private String kind(int token) {
        return tree.kinds().name(tree.kind(token));
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;

/** Where a rule finds nothing though it hits: {@link Rule#except()}. */
final class Exceptions {
    /** From a name up through its path and its call, or through a list of imports. */
    private static final int LEVELS = 8;

    private static final java.util.regex.Pattern LIFETIMES =
            java.util.regex.Pattern.compile("'\\w+\\b(?!')\\s*\\+?\\s*|\\s*\\+\\s*'\\w+\\b(?!')");
    /** What the compiler infers may be anything. */
    private static final java.util.regex.Pattern INFERRED = java.util.regex.Pattern.compile("\\b_\\b");

    private final SyntaxTree tree;
    private final Language language;
    private final Resolver resolver;

    Exceptions(SyntaxTree tree, Language language, Resolver resolver) {
        this.tree = tree;
        this.language = language;
        this.resolver = resolver;
    }

    boolean cover(Rule rule, int node) {
        List<Pattern> patterns = language.queries().exceptions(rule);
        int above = patterns.isEmpty() ? SyntaxTree.NONE : node;
        for (int level = 0; level < LEVELS && above != SyntaxTree.NONE; level++) {
            for (Pattern pattern : patterns) {
                boolean[] found = {false};
                pattern.match(
                        tree,
                        above,
                        captures -> found[0] |= captures.getOrDefault("here", node) == node && holds(rule, captures));
                if (found[0]) {
                    return true;
                }
            }
            above = tree.parent(above);
        }
        return false;
    }

    private boolean holds(Rule rule, Captures captures) {
        int text = captures.get("text");
        int known = captures.get("known");
        return (text == SyntaxTree.NONE || says(rule, text))
                && (known == SyntaxTree.NONE || isKnown(rule, resolver.value(known)))
                && (!captures.has("from") || alike(captures.get("from"), captures.get("to")));
    }

    /** What is no expression says what is written there. */
    private boolean says(Rule rule, int node) {
        if (language.shape(tree.kind(node)) == null && !language.isName(tree.kind(node))) {
            return rule.text().match(tree.text(node));
        }
        return resolver.value(node).stream()
                .allMatch(value ->
                        value instanceof Value.Text constant && rule.text().match(constant.text()));
    }

    /** Another definition of a name, of which nothing is known, may be the same one once more. */
    private static boolean isKnown(Rule rule, List<Value> values) {
        List<Value> told = values.stream()
                .filter(value -> !(value instanceof Value.Unknown))
                .toList();
        return !told.isEmpty()
                && told.stream()
                        .allMatch(value -> value instanceof Value.Text
                                || value instanceof Value.Symbol symbol
                                        && rule.harmless().match(symbol.path()));
    }

    private boolean alike(int one, int other) {
        String plain = withoutLifetimes(one);
        return plain.equals(withoutLifetimes(other)) && !INFERRED.matcher(plain).find();
    }

    private String withoutLifetimes(int node) {
        return LIFETIMES.matcher(tree.text(node)).replaceAll("");
    }
}

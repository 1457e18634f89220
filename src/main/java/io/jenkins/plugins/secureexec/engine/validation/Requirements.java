package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What rules need somewhere in a file to hold there at all: {@link Rule#onlyWith()}. Each query runs once a file. */
final class Requirements {
    private final SyntaxTree tree;
    private final Language language;
    private final Resolver resolver;
    private final List<List<Integer>> nodesByKind = new ArrayList<>();
    private final Map<String, Found> found = new HashMap<>();
    private final Map<String, Boolean> met = new HashMap<>();

    /** Of all matches of a query the texts and the symbols; and whether one matched that asks for neither. */
    private record Found(Set<String> texts, Set<String> symbols, boolean asItIs) {}

    Requirements(SyntaxTree tree, Language language, Resolver resolver) {
        this.tree = tree;
        this.language = language;
        this.resolver = resolver;
    }

    boolean metFor(Rule rule) {
        return rule.onlyWith().isEmpty() && rule.alsoWith().isEmpty()
                || met.computeIfAbsent(rule.id(), id -> anyMet(rule, rule.onlyWith()) && anyMet(rule, rule.alsoWith()));
    }

    private boolean anyMet(Rule rule, List<String> queries) {
        return queries.isEmpty() || queries.stream().anyMatch(query -> isMet(rule, found(query)));
    }

    private static boolean isMet(Rule rule, Found found) {
        return found.asItIs()
                || found.symbols().stream().anyMatch(rule.symbols()::isAbout)
                || found.texts().stream().anyMatch(rule.onlyWithText()::isAbout);
    }

    private Found found(String query) {
        return found.computeIfAbsent(query, this::look);
    }

    private Found look(String query) {
        Pattern pattern = language.queries().requirement(query);
        Set<String> texts = new HashSet<>();
        Set<String> symbols = new HashSet<>();
        boolean[] asItIs = {false};
        pattern.kinds()
                .forEach(kind -> nodesOf(kind)
                        .forEach(node -> pattern.match(tree, node, captures -> {
                            int constant = captures.get("constant");
                            if (captures.has("symbol")) {
                                symbols.addAll(resolver.symbols(captures.get("symbol")));
                            } else if (captures.has("text")) {
                                texts.add(tree.text(captures.get("text")));
                            } else {
                                asItIs[0] |= constant == SyntaxTree.NONE
                                        || resolver.value(constant).stream().anyMatch(language.textType()::isText);
                            }
                        })));
        return new Found(texts, symbols, asItIs[0]);
    }

    private List<Integer> nodesOf(int kind) {
        if (kind == Kinds.ANY) {
            return IntStream.range(0, tree.size()).boxed().toList();
        }
        if (nodesByKind.isEmpty()) {
            for (int each = 0; each < tree.kinds().count(); each++) {
                nodesByKind.add(new ArrayList<>());
            }
            for (int node = 0; node < tree.size(); node++) {
                nodesByKind.get(tree.kind(node)).add(node);
            }
        }
        return nodesByKind.get(kind);
    }
}

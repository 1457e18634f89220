package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules over qualified names, found by a name's first or last segment. */
final class SymbolRules {
    private record Entry(Glob glob, Rule rule) {}

    private final Map<String, Rule> exact = new HashMap<>();
    private final Map<String, List<Entry>> byFirst = new HashMap<>();
    private final Map<String, List<Entry>> byLast = new HashMap<>();
    private final List<Entry> others = new ArrayList<>();

    void add(String pattern, Rule rule) {
        Glob glob = new Glob(pattern);
        String first = first(pattern);
        String last = last(pattern);
        Entry entry = new Entry(glob, rule);
        if (glob.literal()) {
            exact.putIfAbsent(pattern, rule);
        } else if (first.indexOf('*') < 0) {
            byFirst.computeIfAbsent(first, key -> new ArrayList<>()).add(entry);
        } else if (last.indexOf('*') < 0) {
            byLast.computeIfAbsent(last, key -> new ArrayList<>()).add(entry);
        } else {
            others.add(entry);
        }
    }

    Optional<Rule> find(String symbol) {
        Rule rule = exact.get(symbol);
        if (rule != null) {
            return Optional.of(rule);
        }
        return find(byFirst.getOrDefault(first(symbol), List.of()), symbol)
                .or(() -> find(byLast.getOrDefault(last(symbol), List.of()), symbol))
                .or(() -> find(others, symbol));
    }

    private static Optional<Rule> find(List<Entry> entries, String symbol) {
        for (Entry entry : entries) {
            if (entry.glob().matches(symbol)) {
                return Optional.of(entry.rule());
            }
        }
        return Optional.empty();
    }

    private static String first(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}

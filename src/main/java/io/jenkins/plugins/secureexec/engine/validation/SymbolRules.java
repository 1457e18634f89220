package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules over qualified names, found by a name's first and last segment. Of those that match, the first counts. */
final class SymbolRules {
    private record Entry(int order, Glob glob, Rule rule) {}

    private record Ends(String first, String last) {}

    private final Map<String, Rule> exact = new HashMap<>();
    private final Map<Ends, List<Entry>> byEnds = new HashMap<>();
    private final Map<String, List<Entry>> byFirst = new HashMap<>();
    private final Map<String, List<Entry>> byLast = new HashMap<>();
    private final List<Entry> others = new ArrayList<>();
    private int count;

    void add(String pattern, Rule rule) {
        Glob glob = new Glob(pattern);
        String first = first(pattern);
        String last = last(pattern);
        Entry entry = new Entry(count++, glob, rule);
        if (glob.literal()) {
            exact.putIfAbsent(pattern, rule);
        } else if (first.indexOf('*') < 0 && last.indexOf('*') < 0) {
            byEnds.computeIfAbsent(new Ends(first, last), key -> new ArrayList<>())
                    .add(entry);
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
        String first = first(symbol);
        String last = last(symbol);
        Optional<Entry> byFirstOnly = find(byFirst.getOrDefault(first, List.of()), symbol);
        Optional<Entry> byBoth = find(byEnds.getOrDefault(new Ends(first, last), List.of()), symbol);
        return earlier(byFirstOnly, byBoth)
                .or(() -> find(byLast.getOrDefault(last, List.of()), symbol))
                .or(() -> find(others, symbol))
                .map(Entry::rule);
    }

    private static Optional<Entry> earlier(Optional<Entry> one, Optional<Entry> other) {
        boolean both = one.isPresent() && other.isPresent();
        return both ? (one.get().order() < other.get().order() ? one : other) : one.or(() -> other);
    }

    private static Optional<Entry> find(List<Entry> entries, String symbol) {
        for (Entry entry : entries) {
            if (entry.glob().matches(symbol)) {
                return Optional.of(entry);
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

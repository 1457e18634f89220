package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Entries with patterns, by the first character of what these may match: most texts begin like few patterns. */
final class GlobIndex<T> {
    private static final char ANY = '*';

    private final Map<Character, List<T>> byFirst = new HashMap<>();
    /** Those whose patterns begin with a star. */
    private final List<T> open;

    GlobIndex(List<T> entries, Function<T, Globs> patterns) {
        Set<Character> all = new HashSet<>();
        Map<T, Set<Character>> firsts = new HashMap<>();
        for (T entry : entries) {
            firsts.put(entry, patterns.apply(entry).firsts());
            all.addAll(firsts.get(entry));
        }
        open = entries.stream().filter(each -> firsts.get(each).contains(ANY)).toList();
        all.forEach(first -> byFirst.put(first, entries.stream()
                .filter(each -> firsts.get(each).contains(first) || firsts.get(each).contains(ANY))
                .toList()));
    }

    /** The entries that may match the text, in their order. */
    List<T> of(String text) {
        return text.isEmpty() ? open : byFirst.getOrDefault(text.charAt(0), open);
    }
}

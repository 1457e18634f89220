package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Entries with patterns, by the first character of what these may match: most texts begin like few patterns. */
final class GlobIndex<T> {
    private static final char ANY = '*';

    private final Map<Character, List<T>> byFirst = new HashMap<>();
    /** Those whose patterns begin with a star. */
    private final List<T> open;

    /** {@code beginnings} are the first characters of an entry's patterns. */
    GlobIndex(List<T> entries, Function<T, Set<Character>> beginnings) {
        List<Set<Character>> firsts = entries.stream().map(beginnings).toList();
        Set<Character> all = new HashSet<>();
        firsts.forEach(all::addAll);
        all.forEach(first -> byFirst.put(first, beginning(entries, firsts, first)));
        open = beginning(entries, firsts, ANY);
    }

    private static <T> List<T> beginning(List<T> entries, List<Set<Character>> firsts, char first) {
        return IntStream.range(0, entries.size())
                .filter(i -> firsts.get(i).contains(first) || firsts.get(i).contains(ANY))
                .mapToObj(entries::get)
                .toList();
    }

    /** The entries that may match the text, in their order. */
    List<T> of(String text) {
        return text.isEmpty() ? open : byFirst.getOrDefault(text.charAt(0), open);
    }
}

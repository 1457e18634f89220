package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a word may expand to, kept to as many texts and such lengths as are of use. */
final class ShellTexts {
    static final int MOST = 8;
    static final List<String> UNKNOWN = List.of(CommandLine.HOLE);
    static final List<String> EMPTY = List.of("");
    private static final int LONGEST = 10_000;
    private static final java.util.regex.Pattern BRACES = java.util.regex.Pattern.compile("[{}]");
    private static final java.util.regex.Pattern BEFORE_HOLE = java.util.regex.Pattern.compile("[$(?]+$");
    private static final java.util.regex.Pattern BETWEEN_WORDS = java.util.regex.Pattern.compile("[\\s,;:|]+");

    private ShellTexts() {}

    /** Every one of the heads with every one of the tails. */
    static List<String> product(List<String> heads, List<String> tails) {
        if (heads.size() == 1 && tails.size() == 1) {
            String head = heads.get(0);
            String tail = tails.get(0);
            return List.of(kept(head.isEmpty() ? tail : tail.isEmpty() ? head : head + tail));
        }
        Set<String> all = new LinkedHashSet<>();
        for (String head : heads) {
            for (String tail : tails) {
                all.add(kept(head + tail));
            }
        }
        return bounded(all);
    }

    /** A name that was built, split as the shell would; some choose what at. */
    static List<String> split(String name) {
        String plain = name.startsWith("{") && name.contains(",")
                ? BRACES.matcher(name).replaceAll("")
                : name;
        List<String> parts = new ArrayList<>(List.of(BETWEEN_WORDS.split(plain.strip())));
        parts.removeIf(String::isEmpty);
        return parts.isEmpty() ? UNKNOWN : parts;
    }

    private static String kept(String text) {
        return text.length() > LONGEST ? CommandLine.HOLE : text;
    }

    static List<String> bounded(Set<String> texts) {
        if (texts.size() <= MOST) {
            return List.copyOf(texts);
        }
        List<String> some = new ArrayList<>(texts).subList(0, MOST);
        some.add(like(texts));
        return List.copyOf(some);
    }

    /** What texts begin with and end in alike, with a hole between. */
    private static String like(Set<String> texts) {
        String first = texts.iterator().next();
        int head = first.length();
        int tail = first.length();
        for (String text : texts) {
            head = Math.min(head, text.length());
            while (!text.startsWith(first.substring(0, head))) {
                head--;
            }
            tail = Math.min(tail, text.length() - head);
            while (!text.endsWith(first.substring(first.length() - Math.min(tail, first.length() - head)))) {
                tail--;
            }
            tail = Math.min(tail, first.length() - head);
        }
        // A dollar sign before a hole would be another thing.
        String begin = BEFORE_HOLE.matcher(first.substring(0, head)).replaceAll("");
        return begin + CommandLine.HOLE + first.substring(first.length() - tail);
    }
}

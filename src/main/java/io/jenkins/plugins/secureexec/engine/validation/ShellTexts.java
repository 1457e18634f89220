package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a word may expand to, kept to as many texts and such lengths as are of use. */
final class ShellTexts {
    static final int MOST = 8;
    static final List<String> UNKNOWN = List.of(CommandLine.HOLE);
    private static final int LONGEST = 10_000;
    private static final java.util.regex.Pattern BETWEEN_WORDS = java.util.regex.Pattern.compile("[\\s,;:|]+");

    private ShellTexts() {}

    /** Every one of the heads with every one of the tails. */
    static List<String> product(List<String> heads, List<String> tails) {
        if (heads.size() == 1 && tails.size() == 1) {
            return List.of(kept(heads.get(0) + tails.get(0)));
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
        String plain = name.startsWith("{") && name.contains(",") ? name.replaceAll("[{}]", "") : name;
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
        some.add(CommandLine.HOLE);
        return List.copyOf(some);
    }
}

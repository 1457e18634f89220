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

    private ShellTexts() {}

    /** Every one of the heads with every one of the tails. */
    static List<String> product(List<String> heads, List<String> tails) {
        Set<String> all = new LinkedHashSet<>();
        for (String head : heads) {
            for (String tail : tails) {
                String whole = head + tail;
                all.add(whole.length() > LONGEST ? CommandLine.HOLE : whole);
            }
        }
        return bounded(all);
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

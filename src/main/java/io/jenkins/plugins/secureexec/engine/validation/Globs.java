package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Patterns of which a text has to match one. */
final class Globs {
    private final Set<String> literals = new HashSet<>();
    private final Glob[] others;

    Globs(List<Glob> globs) {
        globs.stream().filter(Glob::literal).forEach(each -> literals.add(each.pattern()));
        others = globs.stream().filter(each -> !each.literal()).toArray(Glob[]::new);
    }

    /** Those without a star. */
    Set<String> literals() {
        return literals;
    }

    /** Whether no star leaves open what matches. */
    boolean literal() {
        return others.length == 0;
    }

    /** The characters that what matches may begin with; a star for any. */
    Set<Character> firsts() {
        return Stream.concat(literals.stream(), Stream.of(others).map(Glob::pattern))
                .filter(each -> !each.isEmpty())
                .map(each -> each.charAt(0))
                .collect(Collectors.toSet());
    }

    boolean match(String text) {
        if (!literals.isEmpty() && literals.contains(text)) {
            return true;
        }
        for (Glob glob : others) {
            if (glob.matches(text)) {
                return true;
            }
        }
        return false;
    }
}

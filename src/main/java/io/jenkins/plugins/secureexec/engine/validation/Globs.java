package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Patterns of which a text has to match one. */
final class Globs {
    static final Globs NONE = new Globs(List.of());

    private final List<Glob> all;
    private final Set<String> literals = new HashSet<>();
    private final List<Glob> others = new ArrayList<>();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Globs(List<Glob> globs) {
        all = List.copyOf(globs);
        for (Glob glob : globs) {
            if (glob.literal()) {
                literals.add(glob.pattern());
            } else {
                others.add(glob);
            }
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** All of them as they are written, in their order. */
    List<String> patterns() {
        return all.stream().map(Glob::pattern).toList();
    }

    /** Those without a star. */
    Set<String> literals() {
        return literals;
    }

    /** Whether no star leaves open what matches. */
    boolean literal() {
        return others.isEmpty();
    }

    /** The characters that the patterns with a star begin with. */
    Set<Character> openings() {
        return others.stream().map(each -> each.pattern().charAt(0)).collect(Collectors.toSet());
    }

    boolean match(String text) {
        if (!literals.isEmpty() && literals.contains(text)) {
            return true;
        }
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).matches(text)) {
                return true;
            }
        }
        return false;
    }

    /** Without any, a rule is about every text. */
    boolean isAbout(String text) {
        return isEmpty() || match(text);
    }
}

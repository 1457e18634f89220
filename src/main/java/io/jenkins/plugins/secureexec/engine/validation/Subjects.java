package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Puts qualified names in order: those that rules write out, those in modules of which they leave the name open, others. */
final class Subjects {
    /** With what they begin with: a rule about a method is one about its class. */
    private final Set<String> names = new HashSet<>();

    private final Set<String> modules = new HashSet<>();

    Subjects(List<Rule> rules) {
        rules.stream()
                .flatMap(rule -> Stream.of(rule.symbols(), rule.text()))
                .flatMap(globs -> globs.patterns().stream())
                .forEach(this::add);
    }

    private void add(String pattern) {
        int star = pattern.indexOf('*');
        String written = star < 0 ? pattern : pattern.substring(0, star);
        names.add(written);
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) == '.' || written.charAt(i) == '(') {
                names.add(written.substring(0, i));
            }
        }
        if (star >= 0) {
            modules.add(module(written));
        }
    }

    private static String module(String name) {
        return name.substring(0, name.lastIndexOf('.') + 1);
    }

    /** What rules are about comes first. */
    Comparator<String> order() {
        return Comparator.comparingInt(this::distance);
    }

    private int distance(String name) {
        return names.contains(name) ? 0 : modules.contains(module(name)) ? 1 : 2;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The rules over a shell's command lines, redirections and assignments. */
final class CommandRules {
    private record Entry(CommandPattern pattern, Rule rule) {}

    private record Named(Glob glob, Rule rule) {
        Set<Character> firsts() {
            return Set.of(glob.pattern().charAt(0));
        }
    }

    /** By a program's name all that may be about it, for each name that a rule has. */
    private final Map<String, List<Entry>> byProgram = new HashMap<>();

    /** What other names may be about: a star leaves that open. */
    private final GlobIndex<Entry> open;

    private final GlobIndex<Named> redirects;
    /** By the variable's name, where no star leaves that open. */
    private final Map<String, List<Named>> assignments = new HashMap<>();

    private final GlobIndex<Named> otherAssignments;

    /** {@code places} are lists of arguments that rules name. */
    CommandRules(List<Rule> rules, Map<String, List<String>> places) {
        List<Entry> commands = new ArrayList<>();
        List<Named> files = new ArrayList<>();
        List<Named> openAssignments = new ArrayList<>();
        for (Rule rule : rules) {
            rule.commands().forEach(each -> commands.add(new Entry(new CommandPattern(each, places), rule)));
            rule.redirects().forEach(each -> files.add(new Named(each, rule)));
            for (Glob assignment : rule.assignments()) {
                String variable = variable(assignment.pattern());
                Named named = new Named(assignment, rule);
                boolean known = !variable.isEmpty() && variable.indexOf('*') < 0;
                (known ? assignments.computeIfAbsent(variable, key -> new ArrayList<>()) : openAssignments).add(named);
            }
        }
        open = new GlobIndex<>(
                commands.stream()
                        .filter(each -> !each.pattern().programs().literal())
                        .toList(),
                each -> each.pattern().programs().openings());
        for (Entry entry : commands) {
            entry.pattern()
                    .programs()
                    .literals()
                    .forEach(each -> byProgram
                            .computeIfAbsent(each, key -> new ArrayList<>())
                            .add(entry));
        }
        byProgram.forEach((name, entries) -> open.of(name).stream()
                .filter(each -> !each.pattern().programs().literals().contains(name))
                .filter(each -> each.pattern().programs().match(name))
                .forEach(entries::add));
        redirects = new GlobIndex<>(files, Named::firsts);
        otherAssignments = new GlobIndex<>(openAssignments, Named::firsts);
    }

    /** Tells of each rule that the program with its arguments breaks, and by what. */
    void command(CommandLine line, BiConsumer<Rule, String> found) {
        List<Entry> entries = byProgram.get(line.name());
        if (entries == null) {
            for (Entry entry : open.of(line.name())) {
                if (entry.pattern().matches(line)) {
                    tell(entry, line, found);
                }
            }
            return;
        }
        for (Entry entry : entries) {
            if (entry.pattern().matches(line.arguments())) {
                tell(entry, line, found);
            }
        }
    }

    private static void tell(Entry entry, CommandLine line, BiConsumer<Rule, String> found) {
        if (!entry.rule().unlessText().match(String.join(" ", line.words()))) {
            found.accept(entry.rule(), line.toString());
        }
    }

    void redirect(CommandLine.Redirect redirect, BiConsumer<Rule, String> found) {
        String text = redirect.operator() + redirect.target();
        find(redirects.of(text), text, redirect.target(), found);
    }

    void assignment(String assignment, BiConsumer<Rule, String> found) {
        find(assignments.getOrDefault(variable(assignment), List.of()), assignment, assignment, found);
        find(otherAssignments.of(assignment), assignment, assignment, found);
    }

    private static String variable(String assignment) {
        return assignment.substring(0, Math.max(0, assignment.indexOf('=')));
    }

    private static void find(List<Named> entries, String text, String excuse, BiConsumer<Rule, String> found) {
        for (Named entry : entries) {
            if (entry.glob().matches(text) && !entry.rule().unlessText().match(excuse)) {
                found.accept(entry.rule(), text);
            }
        }
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The rules over a shell's command lines, redirections and assignments. */
final class CommandRules {
    /** {@code excuses} are what the rule's {@code unless_text} says. */
    private record Entry(CommandPattern pattern, Rule rule, Globs excuses) {}

    private record Named(Globs glob, Rule rule, Globs excuses) {}

    /** By the program's name, where no star leaves that open. */
    private final Map<String, List<Entry>> byProgram = new HashMap<>();

    private final GlobIndex<Entry> others;
    private final GlobIndex<Named> redirects;
    /** By the variable's name, where no star leaves that open. */
    private final Map<String, List<Named>> assignments = new HashMap<>();

    private final GlobIndex<Named> otherAssignments;

    CommandRules(List<Rule> rules) {
        List<Entry> open = new ArrayList<>();
        List<Named> files = new ArrayList<>();
        List<Named> openAssignments = new ArrayList<>();
        for (Rule rule : rules) {
            Globs excuses = new Globs(rule.unlessText());
            for (String command : rule.commands()) {
                Entry entry = new Entry(new CommandPattern(command), rule, excuses);
                Globs programs = entry.pattern().programs();
                if (programs.literal()) {
                    programs.literals().forEach(each -> byProgram.computeIfAbsent(each, key -> new ArrayList<>()).add(entry));
                } else {
                    open.add(entry);
                }
            }
            rule.redirects().forEach(each -> files.add(new Named(new Globs(List.of(each)), rule, excuses)));
            for (Glob assignment : rule.assignments()) {
                String variable = variable(assignment.pattern());
                Named named = new Named(new Globs(List.of(assignment)), rule, excuses);
                boolean known = !variable.isEmpty() && variable.indexOf('*') < 0;
                (known ? assignments.computeIfAbsent(variable, key -> new ArrayList<>()) : openAssignments).add(named);
            }
        }
        others = new GlobIndex<>(open, entry -> entry.pattern().programs());
        redirects = new GlobIndex<>(files, Named::glob);
        otherAssignments = new GlobIndex<>(openAssignments, Named::glob);
    }

    /** Tells of each rule that the program with its arguments breaks, and by what. */
    void command(CommandLine line, BiConsumer<Rule, String> found) {
        String name = line.name();
        for (Entry entry : byProgram.getOrDefault(name, List.of())) {
            if (entry.pattern().matches(line.arguments())) {
                tell(entry, line, found);
            }
        }
        for (Entry entry : others.of(name)) {
            if (entry.pattern().matches(line)) {
                tell(entry, line, found);
            }
        }
    }

    private static void tell(Entry entry, CommandLine line, BiConsumer<Rule, String> found) {
        if (!entry.excuses().match(String.join(" ", line.words()))) {
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
            if (entry.glob().match(text) && !entry.excuses().match(excuse)) {
                found.accept(entry.rule(), text);
            }
        }
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The rules over a shell's command lines, redirections and assignments. */
final class CommandRules {
    private record Entry(CommandPattern pattern, Rule rule) {}

    private record Named(Glob glob, Rule rule) {}

    private final Map<String, List<Entry>> byProgram = new HashMap<>();
    private final List<Entry> others = new ArrayList<>();
    private final List<Named> redirects = new ArrayList<>();
    /** By the variable's name; those that a star leaves open are under "". */
    private final Map<String, List<Named>> assignments = new HashMap<>();

    CommandRules(List<Rule> rules) {
        for (Rule rule : rules) {
            rule.commands().forEach(each -> add(new Entry(new CommandPattern(each), rule)));
            rule.redirects().forEach(each -> redirects.add(new Named(each, rule)));
            rule.assignments().forEach(each -> assignments
                    .computeIfAbsent(variable(each.pattern()), key -> new ArrayList<>())
                    .add(new Named(each, rule)));
        }
    }

    private void add(Entry entry) {
        List<String> programs = entry.pattern().programs();
        programs.forEach(each -> byProgram.computeIfAbsent(each, key -> new ArrayList<>()).add(entry));
        if (programs.isEmpty()) {
            others.add(entry);
        }
    }

    /** Tells of each rule that the program with its arguments breaks, and by what. */
    void command(CommandLine line, BiConsumer<Rule, String> found) {
        String name = line.name();
        command(byProgram.getOrDefault(name, List.of()), name, line, found);
        command(others, name, line, found);
    }

    private static void command(List<Entry> entries, String name, CommandLine line, BiConsumer<Rule, String> found) {
        for (Entry entry : entries) {
            boolean hit = entry.pattern().matches(name, line);
            boolean excusable = !entry.rule().unlessText().isEmpty();
            if (hit && !(excusable && Glob.any(entry.rule().unlessText(), String.join(" ", line.words())))) {
                found.accept(entry.rule(), line.toString());
            }
        }
    }

    void redirect(CommandLine.Redirect redirect, BiConsumer<Rule, String> found) {
        find(redirects, redirect.operator() + redirect.target(), redirect.target(), found);
    }

    void assignment(String assignment, BiConsumer<Rule, String> found) {
        find(assignments.getOrDefault(variable(assignment), List.of()), assignment, assignment, found);
        find(assignments.getOrDefault("", List.of()), assignment, assignment, found);
    }

    private static String variable(String assignment) {
        String name = assignment.substring(0, Math.max(0, assignment.indexOf('=')));
        return name.indexOf('*') < 0 ? name : "";
    }

    private static void find(List<Named> entries, String text, String excuse, BiConsumer<Rule, String> found) {
        for (Named entry : entries) {
            if (entry.glob().matches(text) && !Glob.any(entry.rule().unlessText(), excuse)) {
                found.accept(entry.rule(), text);
            }
        }
    }

}

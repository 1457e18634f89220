package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command lines that a command of the tree may be read as: each of its words may expand to several texts. */
final class ShellReadings {
    private static final int MOST_EMPTY = 4;

    /** {@code _=x}, and a subscript with one in it. */
    private static final java.util.regex.Pattern UNSEEN_ASSIGNMENT =
            java.util.regex.Pattern.compile("_=|[A-Za-z_]\\w*\\[[^\\]]*\\[.*]]\\+?=");
    /** {@code exec {name}<> file}: a variable for the descriptor. */
    private static final java.util.regex.Pattern DESCRIPTOR = java.util.regex.Pattern.compile("\\{[A-Za-z_]\\w*}");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final ShellWords words;

    ShellReadings(ShellNodes nodes, ShellWords words) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        this.words = words;
    }

    /**
     * @param at where the command's name stands
     * @param all one for each name that it may have
     */
    record Command(int at, List<Reading> all) {}

    /**
     * @param name what the first word expands to, before the shell would split it
     * @param line the name, and up to two texts for each argument
     * @param arguments all texts of each argument
     */
    record Reading(String name, CommandLine line, List<List<String>> arguments) {
        /**
         * The lines that the variables may make with one text for each argument, for programs to which it matters
         * which argument is which.
         */
        List<CommandLine> alternatives() {
            int most = arguments.stream().mapToInt(List::size).max().orElse(1);
            List<CommandLine> lines = new ArrayList<>();
            for (int i = 0; i < Math.min(most, ShellTexts.MOST); i++) {
                List<String> line = new ArrayList<>(List.of(this.line.name()));
                for (List<String> texts : arguments) {
                    line.add(texts.get(Math.min(i, texts.size() - 1)));
                }
                lines.add(this.line.withWords(line));
            }
            return lines;
        }
    }

    /** Empty where the grammar takes something else for a command. */
    Optional<Command> of(int node) {
        List<Integer> parts = nodes.words(node);
        if (nodes.is(node, ShellNode.DECLARATION_COMMAND)) {
            parts.removeIf(this::isDescriptor);
            String name = tree.text(tree.firstChild(node));
            List<Reading> readings = new ArrayList<>();
            read(node, tree.from(node), name, parts, 0, readings);
            return Optional.of(new Command(tree.from(node), readings));
        }
        while (!parts.isEmpty() && isAssignment(parts.get(0))) {
            parts.remove(0); // which the grammar takes for a word
        }
        parts.removeIf(this::isDescriptor);
        if (parts.isEmpty() || tree.begins(parts.get(0), "((")) {
            return Optional.empty();
        }
        int at = tree.from(parts.get(0));
        List<Reading> readings = new ArrayList<>();
        names(parts.get(0)).forEach(name -> read(node, at, name, parts, 1, readings));
        return Optional.of(new Command(at, readings));
    }

    private boolean isAssignment(int word) {
        return tree.has(word, '=') && UNSEEN_ASSIGNMENT.matcher(tree.text(word)).lookingAt();
    }

    private boolean isDescriptor(int word) {
        return tree.begins(word, "{") && DESCRIPTOR.matcher(tree.text(word)).matches();
    }

    /** What a command's name may be, also by the case statement around that only names can reach. */
    private List<String> names(int node) {
        List<String> names = words.of(node);
        List<String> chosen = names.contains(CommandLine.HOLE) ? ShellCases.of(nodes, node) : List.of();
        return chosen.isEmpty() ? names : chosen;
    }

    /** Where the name expands to nothing, the next word is the name. */
    private void read(int node, int at, String expanded, List<Integer> parts, int behind, List<Reading> readings) {
        boolean more = behind > 0 && behind < parts.size();
        if (expanded.isEmpty() && (!more || behind < MOST_EMPTY)) {
            List<String> names = more ? words.of(parts.get(behind)) : List.of();
            names.forEach(name -> read(node, at, name, parts, behind + 1, readings));
            return;
        }
        String name = expanded.isEmpty() ? CommandLine.HOLE : expanded;
        boolean written = behind == 0 || nodes.isPlain(parts.get(behind - 1));
        List<String> line = new ArrayList<>(parts.size() + 1);
        line.addAll(written ? List.of(name) : ShellTexts.split(name));
        List<List<String>> arguments = new ArrayList<>(parts.size());
        for (int part : parts.subList(behind, parts.size())) {
            List<String> texts = words.of(part);
            List<String> known = known(texts);
            arguments.add(texts);
            line.addAll(known.size() > 2 ? known.subList(0, 2) : known);
        }
        if (behind == 0 && nodes.firstOf(node, ShellNode.VARIABLE_ASSIGNMENT) != SyntaxTree.NONE) {
            line.add("="); // a declaration with a value is judged by that elsewhere
        }
        readings.add(new Reading(name, new CommandLine(at, line), arguments));
    }

    /** What is given and what is unknown are one alternative, not two words. */
    private static List<String> known(List<String> texts) {
        return texts.size() < 2 || !texts.contains(CommandLine.HOLE)
                ? texts
                : texts.stream().filter(text -> !text.equals(CommandLine.GIVEN)).toList();
    }
}

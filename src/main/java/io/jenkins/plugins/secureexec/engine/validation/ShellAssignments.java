package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a shell script gives variables their values: assignments, loops, and commands that are told a name. */
final class ShellAssignments {
    private static final java.util.regex.Pattern KEY = java.util.regex.Pattern.compile("\\[.*");
    private static final java.util.regex.Pattern REFERENCE = java.util.regex.Pattern.compile("(?s)\\w+\\s+-\\w*n.*");
    private static final java.util.regex.Pattern QUOTED = java.util.regex.Pattern.compile("[\"'=].*");
    private static final java.util.regex.Pattern PLAIN =
            java.util.regex.Pattern.compile("\"?\\$\\{?([A-Za-z_]\\w*)}?\"?");
    private static final java.util.regex.Pattern ARGUMENT = java.util.regex.Pattern.compile("\\$\\{?[1-9@*]");

    private static final java.util.regex.Pattern DEFAULTED = java.util.regex.Pattern.compile("\\$\\{\\w+:?=");
    private static final java.util.regex.Pattern BEHIND_NAME = java.util.regex.Pattern.compile("[+\\[].*");
    private static final java.util.regex.Pattern ASSIGNED =
            java.util.regex.Pattern.compile("([A-Za-z_]\\w*)(\\[[^\\]]*])?\\+?=");
    private static final java.util.regex.Pattern PLAIN_VALUE =
            java.util.regex.Pattern.compile("[\\w./:-]+(?=[\\s;]|$)");
    private static final java.util.regex.Pattern NAME_END = java.util.regex.Pattern.compile("(?s)[+=\\[].*");
    private static final Set<String> SETTERS = Set.of(
            "declare",
            "typeset",
            "local",
            "export",
            "readonly",
            "printf",
            "read",
            "mapfile",
            "readarray",
            "getopts",
            "eval",
            "trap");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final Map<String, List<Integer>> assignments = new HashMap<>();
    /** Values of variables whose assignments an error in the tree hides. */
    private final Map<String, Set<String>> learned = new HashMap<>();

    private final Set<String> read = new HashSet<>();
    /** Functions that set the variables which their arguments name. */
    private final Set<String> naming = new HashSet<>();

    /**
     * @param readers commands whose arguments name variables that they set
     * @param alsoRead what {@link ShellReader} found
     */
    ShellAssignments(ShellNodes nodes, Set<String> readers, List<CommandLine> alsoRead) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        BitSet all = nodes.all(
                ShellNode.VARIABLE_ASSIGNMENT,
                ShellNode.FOR_STATEMENT,
                ShellNode.EXPANSION,
                ShellNode.DECLARATION_COMMAND,
                ShellNode.COMMAND);
        for (int node = all.nextSetBit(0); node >= 0; node = all.nextSetBit(node + 1)) {
            switch (nodes.kind(node)) {
                case DECLARATION_COMMAND -> references(node);
                case COMMAND -> reads(node, readers);
                default -> assigned(node);
            }
        }
        alsoRead.forEach(this::learn);
    }

    private void assigned(int node) {
        boolean defaulted = !nodes.is(node, ShellNode.EXPANSION)
                || tree.has(node, '=') && DEFAULTED.matcher(tree.text(node)).lookingAt();
        if (!defaulted) {
            return;
        }
        int name = nodes.firstOf(node, ShellNode.VARIABLE_NAME);
        int target = name == SyntaxTree.NONE ? nodes.firstOf(node, ShellNode.SUBSCRIPT) : name;
        if (target != SyntaxTree.NONE) {
            String text = tree.text(target);
            String variable = text.indexOf('[') < 0 ? text : KEY.matcher(text).replaceAll("");
            assignments.computeIfAbsent(variable, key -> new ArrayList<>()).add(node);
        }
    }

    /** {@code declare -n name=other}: a name for another variable. */
    private void references(int node) {
        if (REFERENCE.matcher(tree.text(node)).matches()) {
            for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
                List<String> sides = List.of(tree.text(child).split("=", 2));
                read.addAll(sides); // the name and what it stands for
                if (sides.size() > 1 && ARGUMENT.matcher(sides.get(1)).find()) {
                    naming.add(nodes.function(node));
                }
            }
        }
    }

    private void reads(int command, Set<String> readers) {
        int name = tree.firstNamedChild(command);
        if (name != SyntaxTree.NONE && readers.contains(nodes.text(name))) {
            nodes.words(command)
                    .forEach(word -> read.add(QUOTED.matcher(tree.text(word)).replaceAll("")));
        }
    }

    private void learn(CommandLine line) {
        for (String assignment : line.assignments()) {
            int end = assignment.indexOf('=');
            String name = name(assignment.substring(0, end));
            if (!assignments.containsKey(name)) {
                learned.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(assignment.substring(end + 1));
            }
        }
    }

    /** The variable that the left side of an assignment is about. */
    static String name(String assigned) {
        boolean bare = assigned.indexOf('+') < 0 && assigned.indexOf('[') < 0;
        return bare ? assigned : BEHIND_NAME.matcher(assigned).replaceAll("");
    }

    /** The variable whose value a word is, and nothing else: {@code "$name"}. */
    static Optional<String> variable(String word) {
        java.util.regex.Matcher name = PLAIN.matcher(word);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** Takes the variables that commands set by their names: {@code printf -v name}, {@code declare "name=value"}. */
    void takeNamed(ShellWords words) {
        BitSet commands = nodes.all(ShellNode.DECLARATION_COMMAND, ShellNode.COMMAND);
        for (int node = commands.nextSetBit(0); node >= 0; node = commands.nextSetBit(node + 1)) {
            String program = nodes.is(node, ShellNode.DECLARATION_COMMAND) ? "declare" : program(words, node);
            if (SETTERS.contains(program)) {
                List<List<String>> texts =
                        nodes.words(node).stream().map(words::of).toList();
                takeNamed(program, texts);
                if (namesGiven(program, texts)) {
                    naming.add(nodes.function(node));
                }
            }
        }
        if (!naming.isEmpty()) {
            takeCallers(words, commands);
        }
    }

    /** Whether the name of a variable that the command sets is one of the arguments of the function around it. */
    private static boolean namesGiven(String program, List<List<String>> words) {
        for (int i = 0; i < words.size(); i++) {
            String text = words.get(i).get(0);
            boolean given =
                    switch (program) {
                        case "printf" ->
                            text.startsWith("-v" + CommandLine.GIVEN)
                                    || text.startsWith(CommandLine.GIVEN)
                                            && i > 0
                                            && words.get(i - 1).get(0).equals("-v");
                        case "read", "mapfile", "readarray", "getopts" -> text.equals(CommandLine.GIVEN);
                        default -> text.startsWith(CommandLine.GIVEN + "=") || text.startsWith(CommandLine.GIVEN + "[");
                    };
            if (given) {
                return true;
            }
        }
        return false;
    }

    /** Takes what the functions are given that set variables by their names. */
    private void takeCallers(ShellWords words, BitSet commands) {
        for (int node = commands.nextSetBit(0); node >= 0; node = commands.nextSetBit(node + 1)) {
            List<Integer> parts = nodes.is(node, ShellNode.COMMAND) ? nodes.words(node) : List.of();
            if (!parts.isEmpty() && words.of(parts.get(0)).stream().anyMatch(naming::contains)) {
                parts.subList(1, parts.size()).forEach(part -> read.addAll(words.of(part)));
            }
        }
    }

    private String program(ShellWords words, int command) {
        int first = nodes.firstWord(command);
        if (first == SyntaxTree.NONE) {
            return "";
        }
        List<String> names = words.of(first);
        if (names.contains("builtin") || names.contains("command")) {
            List<Integer> parts = nodes.words(command);
            return parts.size() > 1 ? words.of(parts.get(1)).get(0) : names.get(names.size() - 1);
        }
        return names.get(names.size() - 1);
    }

    private void takeNamed(String program, List<List<String>> words) {
        boolean prints = program.equals("printf")
                && words.stream().noneMatch(texts -> texts.get(0).startsWith("-v"));
        if (!prints) {
            words.forEach(texts -> texts.forEach(text -> takeNamed(program, text)));
        }
    }

    private void takeNamed(String program, String text) {
        if (program.equals("eval") || program.equals("trap")) {
            ASSIGNED.matcher(text).results().forEach(each -> takeRun(each.group(1), text, each.end()));
        } else if (!program.equals("declare") || text.indexOf('=') > 0) {
            read.add(NAME_END.matcher(text.startsWith("-v") ? text.substring(2) : text)
                    .replaceAll(""));
        }
    }

    /** A value in code that is run is only known where it is a plain word. */
    private void takeRun(String variable, String code, int at) {
        java.util.regex.Matcher value = PLAIN_VALUE.matcher(code).region(at, code.length());
        if (value.lookingAt()) {
            learned.computeIfAbsent(variable, key -> new LinkedHashSet<>()).add(value.group());
        } else {
            read.add(variable);
        }
    }

    /** The nodes that assign the variable. */
    List<Integer> of(String variable) {
        return assignments.getOrDefault(variable, List.of());
    }

    /** The values that only the reader saw assigned, or code that is run assigns. */
    Set<String> learned(String variable) {
        return learned.getOrDefault(variable, Set.of());
    }

    /** Whether a command sets the variable, to what only the run will tell. */
    boolean reads(String variable) {
        return read.contains(variable);
    }

    boolean sets(String variable) {
        return assignments.containsKey(variable) || learned.containsKey(variable) || read.contains(variable);
    }

    /** Where {@code "$name"} is given one of the arguments of a function or of the script. */
    List<Integer> givenTo(String word) {
        return variable(word).stream()
                .flatMap(name -> of(name).stream())
                .filter(node -> ARGUMENT.matcher(tree.text(node)).find())
                .toList();
    }
}

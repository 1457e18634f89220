package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what the variables of a shell script may hold, wherever it assigns them. */
final class ShellVariables {
    private static final java.util.regex.Pattern KEY = java.util.regex.Pattern.compile("\\[.*");
    private static final java.util.regex.Pattern BEHIND_NAME = java.util.regex.Pattern.compile("[+\\[].*");
    private static final java.util.regex.Pattern REFERENCE = java.util.regex.Pattern.compile("(?s)\\w+\\s+-\\w*n.*");
    private static final java.util.regex.Pattern PLAIN =
            java.util.regex.Pattern.compile("\"?\\$\\{?([A-Za-z_]\\w*)}?\"?");
    private static final java.util.regex.Pattern ARGUMENT = java.util.regex.Pattern.compile("\\$\\{?[1-9@*]");

    private static final java.util.regex.Pattern DEFAULTED = java.util.regex.Pattern.compile("\\$\\{\\w+:?=");
    private static final java.util.regex.Pattern ASSIGNED = java.util.regex.Pattern.compile("([A-Za-z_]\\w*)(\\[[^\\]]*])?\\+?=");
    private static final java.util.regex.Pattern NAME_END = java.util.regex.Pattern.compile("(?s)[+=\\[].*");
    private static final java.util.regex.Pattern SETTERS = java.util.regex.Pattern.compile(
            "declare|typeset|local|export|readonly|printf|read|mapfile|readarray|getopts|eval|trap");

    private final SyntaxTree tree;
    private final ShellWords words;
    private final Map<String, String> given;
    private final Map<String, List<Integer>> assignments = new HashMap<>();
    private final Map<String, Set<String>> learned = new HashMap<>();
    private final Map<String, List<String>> known = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Set<String> busy = new HashSet<>();
    private boolean namedTaken;

    ShellVariables(SyntaxTree tree, LanguageFile.Commands data, ShellWords words) {
        this.tree = tree;
        this.words = words;
        this.given = data.variables();
        for (int node = 0; node < tree.size(); node++) {
            switch (words.kind(node)) {
                case "variable_assignment", "for_statement", "expansion" -> assigned(node);
                case "declaration_command" -> references(node);
                case "command" -> {
                    if (tree.firstNamedChild(node) != SyntaxTree.NONE && data.reads().contains(tree.text(tree.firstNamedChild(node)))) {
                        words.words(node).forEach(word -> read.add(tree.text(word).replaceAll("[\"'=].*", "")));
                    }
                }
                default -> { }
            }
        }
    }

    /** {@code declare -n name=other}: a name for another variable. */
    private void references(int node) {
        if (REFERENCE.matcher(tree.text(node)).matches()) {
            for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
                read.addAll(List.of(tree.text(child).split("=", 2))); // the name and what it stands for
            }
        }
    }

    /** Takes assignments that an error in the tree hides. */
    void learn(List<CommandLine> lines) {
        for (CommandLine line : lines) {
            for (String assignment : line.assignments()) {
                int end = assignment.indexOf('=');
                String name = name(assignment.substring(0, end));
                if (!assignments.containsKey(name)) {
                    learned.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(assignment.substring(end + 1));
                }
            }
        }
    }

    /** The variable that the left side of an assignment is about. */
    static String name(String assigned) {
        return BEHIND_NAME.matcher(assigned).replaceAll("");
    }

    private void assigned(int node) {
        if (words.kind(node).equals("expansion") && !DEFAULTED.matcher(tree.text(node)).lookingAt()) {
            return;
        }
        int name = words.firstOf(node, "variable_name");
        int target = name == SyntaxTree.NONE ? words.firstOf(node, "subscript") : name;
        if (target != SyntaxTree.NONE) {
            String variable = KEY.matcher(tree.text(target)).replaceAll("");
            assignments.computeIfAbsent(variable, key -> new ArrayList<>()).add(node);
        }
    }

    /** Takes the variables that commands set by their names: {@code printf -v name}, {@code declare "name=value"}. */
    private void named() {
        for (int node = 0; node < tree.size(); node++) {
            boolean declares = words.kind(node).equals("declaration_command");
            if (declares || words.kind(node).equals("command")) {
                List<Integer> parts = words.words(node);
                String program = declares ? "declare" : parts.isEmpty() ? "" : program(parts);
                boolean prints = program.equals("printf")
                        && parts.stream().noneMatch(part -> words.of(part).get(0).startsWith("-v"));
                if (SETTERS.matcher(program).matches() && !prints) {
                    parts.forEach(part -> words.of(part).forEach(text -> named(program, text)));
                }
            }
        }
        known.clear();
    }

    private String program(List<Integer> parts) {
        List<String> names = words.of(parts.get(0));
        boolean indirect = names.contains("builtin") || names.contains("command");
        return indirect && parts.size() > 1 ? words.of(parts.get(1)).get(0) : names.get(names.size() - 1);
    }

    private void named(String program, String text) {
        if (program.equals("eval") || program.equals("trap")) {
            ASSIGNED.matcher(text).results().forEach(each -> read.add(each.group(1)));
        } else if (!program.equals("declare") || text.indexOf('=') > 0) {
            read.add(NAME_END.matcher(text.startsWith("-v") ? text.substring(2) : text).replaceAll(""));
        }
    }

    /** What a variable holds at any time. */
    List<String> variable(String name) {
        if (!namedTaken) {
            namedTaken = true;
            named();
        }
        List<String> texts = known.get(name);
        if (texts != null) {
            return texts;
        }
        List<Integer> nodes = assignments.getOrDefault(name, List.of());
        if (nodes.isEmpty() && learned.containsKey(name) && !read.contains(name)) {
            return ShellTexts.bounded(learned.get(name));
        }
        if (nodes.isEmpty() || read.contains(name)) {
            return List.of(nodes.isEmpty() && !read.contains(name)
                    ? given.getOrDefault(name, CommandLine.HOLE)
                    : CommandLine.HOLE);
        }
        if (!busy.add(name)) {
            return ShellTexts.UNKNOWN;
        }
        Set<String> values = new LinkedHashSet<>();
        for (int node : nodes) {
            if (values.size() > ShellTexts.MOST) {
                break;
            }
            List<String> more = switch (words.kind(node)) {
                case "for_statement" -> items(node);
                case "expansion" -> defaulted(node);
                default -> value(node);
            };
            if (words.firstOf(node, "+=") == SyntaxTree.NONE) {
                values.addAll(more);
            } else if (values.size() * (more.size() + 1) > ShellTexts.MOST) {
                values = values.stream()
                        .map(text -> text.endsWith(CommandLine.HOLE) ? text : text + CommandLine.HOLE)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
            } else {
                values.addAll(ShellTexts.product(values.isEmpty() ? List.of("") : List.copyOf(values), more));
            }
        }
        busy.remove(name);
        if (values.size() > 1) {
            values.remove(""); // where a variable begins empty, what it becomes is what counts
        }
        texts = ShellTexts.bounded(values);
        known.put(name, texts);
        return texts;
    }

    /** Where {@code "$name"} is given one of the arguments of a function or of the script. */
    List<Integer> givenTo(String word) {
        java.util.regex.Matcher name = PLAIN.matcher(word);
        return !name.matches()
                ? List.of()
                : assignments.getOrDefault(name.group(1), List.of()).stream()
                        .filter(node -> ARGUMENT.matcher(tree.text(node)).find())
                        .toList();
    }

    /** What {@code ${name:=value}} gives the variable. */
    private List<String> defaulted(int expansion) {
        List<String> texts = List.of("");
        for (int part = tree.firstNamedChild(expansion); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            boolean value = tree.named(part) && !words.kind(part).equals("variable_name");
            texts = value ? ShellTexts.product(texts, words.of(part)) : texts;
        }
        return texts;
    }

    private List<String> items(int loop) {
        Set<String> items = new LinkedHashSet<>();
        List<Integer> parts = words.words(loop);
        for (int word : parts.subList(1, parts.size())) {
            if (!words.kind(word).endsWith("_group")) {
                items.addAll(words.of(word));
            }
        }
        return items.isEmpty() ? ShellTexts.UNKNOWN : ShellTexts.bounded(items);
    }

    private List<String> value(int assignment) {
        int last = SyntaxTree.NONE;
        for (int child = tree.firstChild(assignment); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            last = child;
        }
        if (last == SyntaxTree.NONE || !tree.named(last) || words.kind(last).equals("variable_name")) {
            return List.of("");
        }
        if (words.kind(last).equals("array")) {
            // An array's name alone or with [@] in the place of a command: its first word is what counts.
            List<String> whole = List.of("");
            for (int item : words.words(last)) {
                whole = ShellTexts.product(whole, ShellTexts.product(words.of(item), List.of(" ")));
            }
            return whole;
        }
        return words.of(last);
    }

    /** Whether what the variable holds is being found out: {@code x=${x:-value}} adds nothing to what it held. */
    boolean isBusy(String name) {
        return busy.contains(name);
    }

    boolean sets(String name) {
        return assignments.containsKey(name) || learned.containsKey(name) || read.contains(name)
                || given.containsKey(name) || name.indexOf('[') >= 0;
    }

    List<String> element(String subscript) {
        int open = subscript.indexOf('[');
        String key = subscript.substring(open + 1, Math.max(open + 1, subscript.length() - 1));
        List<String> arrays = variable(subscript.substring(0, open));
        if (key.equals("*") && assignments.containsKey("IFS")) {
            return ShellTexts.UNKNOWN; // joined by something else than blanks
        }
        if (key.equals("@") || key.equals("*")) {
            return arrays;
        }
        if (!key.matches("\\d+")) {
            return ShellTexts.bounded(new LinkedHashSet<>(arrays.stream()
                    .flatMap(array -> java.util.Arrays.stream(array.split(" ")))
                    .toList()));
        }
        return arrays.stream()
                .flatMap(array -> {
                    String[] items = array.split(" ");
                    int index = key.length() < 5 ? Integer.parseInt(key) : items.length;
                    // An array that is filled one by one is known by its items only.
                    return index < items.length ? java.util.stream.Stream.of(items[index]) : java.util.Arrays.stream(items);
                })
                .limit(ShellTexts.MOST)
                .toList();
    }
}

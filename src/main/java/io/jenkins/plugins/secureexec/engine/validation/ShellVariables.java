package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what the variables of a shell script may hold, wherever it assigns them. */
final class ShellVariables {
    private static final java.util.regex.Pattern INDEX = java.util.regex.Pattern.compile("\\d+");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final ShellWords words;
    private final ShellAssignments assignments;
    private final Map<String, String> given;
    private final Map<String, List<String>> known = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    private boolean namedTaken;

    /** {@code given} are variables that the shell itself sets. */
    ShellVariables(ShellNodes nodes, ShellWords words, ShellAssignments assignments, Map<String, String> given) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        this.words = words;
        this.assignments = assignments;
        this.given = given;
    }

    /** What a variable holds at any time. */
    List<String> variable(String name) {
        if (!namedTaken) {
            namedTaken = true;
            assignments.takeNamed(words);
            known.clear();
        }
        List<String> texts = known.get(name);
        return texts == null ? found(name) : texts;
    }

    private List<String> found(String name) {
        boolean read = assignments.reads(name);
        List<Integer> places = assignments.of(name);
        if (read) {
            return ShellTexts.UNKNOWN;
        }
        if (places.isEmpty()) {
            Set<String> learned = assignments.learned(name);
            return learned.isEmpty()
                    ? List.of(given.getOrDefault(name, CommandLine.HOLE))
                    : ShellTexts.bounded(learned);
        }
        if (!busy.add(name)) {
            return ShellTexts.UNKNOWN;
        }
        Set<String> values = values(places);
        values.addAll(assignments.learned(name));
        busy.remove(name);
        if (values.size() > 1) {
            values.remove(""); // where a variable begins empty, what it becomes is what counts
        }
        List<String> texts = ShellTexts.bounded(values);
        known.put(name, texts);
        return texts;
    }

    private Set<String> values(List<Integer> places) {
        Set<String> values = new LinkedHashSet<>();
        for (int node : places) {
            if (values.size() > ShellTexts.MOST) {
                break;
            }
            List<String> more =
                    switch (nodes.kind(node)) {
                        case FOR_STATEMENT -> items(node);
                        case EXPANSION -> defaulted(node);
                        default -> value(node);
                    };
            if (!appends(node)) {
                values.addAll(more);
            } else if (values.size() * (more.size() + 1) > ShellTexts.MOST) {
                values = values.stream()
                        .map(text -> text.endsWith(CommandLine.HOLE) ? text : text + CommandLine.HOLE)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
            } else {
                values.addAll(ShellTexts.product(values.isEmpty() ? List.of("") : List.copyOf(values), more));
            }
        }
        return values;
    }

    private boolean appends(int assignment) {
        for (int child = tree.firstChild(assignment); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (!tree.named(child) && nodes.name(child).equals("+=")) {
                return true;
            }
        }
        return false;
    }

    /** What {@code ${name:=value}} gives the variable. */
    private List<String> defaulted(int expansion) {
        List<String> texts = List.of("");
        for (int part = tree.firstNamedChild(expansion); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            boolean value = tree.named(part) && !nodes.is(part, ShellNode.VARIABLE_NAME);
            texts = value ? ShellTexts.product(texts, words.of(part)) : texts;
        }
        return texts;
    }

    private List<String> items(int loop) {
        Set<String> items = new LinkedHashSet<>();
        List<Integer> parts = nodes.words(loop);
        for (int word : parts.subList(1, parts.size())) {
            if (!nodes.is(word, ShellNode.DO_GROUP)) {
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
        if (last == SyntaxTree.NONE || !tree.named(last) || nodes.is(last, ShellNode.VARIABLE_NAME)) {
            return List.of("");
        }
        if (nodes.is(last, ShellNode.ARRAY)) {
            // An array's name alone or with [@] in the place of a command: its first word is what counts.
            List<String> whole = List.of("");
            for (int item : nodes.words(last)) {
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
        return assignments.sets(name) || given.containsKey(name) || name.indexOf('[') >= 0;
    }

    /** What {@code name[key]} holds. */
    List<String> element(String subscript) {
        int open = subscript.indexOf('[');
        String key = subscript.substring(open + 1, Math.max(open + 1, subscript.length() - 1));
        List<String> arrays = variable(subscript.substring(0, open));
        if (key.equals("*") && !assignments.of("IFS").isEmpty()) {
            return ShellTexts.UNKNOWN; // joined by something else than blanks
        }
        if (key.equals("@") || key.equals("*")) {
            return arrays;
        }
        if (!INDEX.matcher(key).matches()) {
            return ShellTexts.bounded(new LinkedHashSet<>(arrays.stream()
                    .flatMap(array -> Arrays.stream(array.split(" ")))
                    .toList()));
        }
        return arrays.stream()
                .flatMap(array -> {
                    String[] items = array.split(" ");
                    int index = key.length() < 5 ? Integer.parseInt(key) : items.length;
                    // An array that is filled one by one is known by its items only.
                    return index < items.length ? Stream.of(items[index]) : Arrays.stream(items);
                })
                .limit(ShellTexts.MOST)
                .toList();
    }
}

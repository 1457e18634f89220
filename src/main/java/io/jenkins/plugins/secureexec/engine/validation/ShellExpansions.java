package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says what the expansion of a variable gives when its value is cut, replaced or defaulted. */
final class ShellExpansions {
    private static final java.util.regex.Pattern NUMBER = java.util.regex.Pattern.compile("\\d{1,5}");
    private static final java.util.regex.Pattern LITERAL = java.util.regex.Pattern.compile("[\\w./ -]*");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final ShellWords words;
    private final ShellVariables variables;

    ShellExpansions(ShellNodes nodes, ShellWords words, ShellVariables variables) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        this.words = words;
        this.variables = variables;
    }

    /** What {@code ${name...}} expands to. */
    List<String> of(int node) {
        List<Integer> parts = new ArrayList<>();
        String operator = "";
        int name = SyntaxTree.NONE;
        for (int part = tree.firstChild(node); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            ShellNode kind = nodes.kind(part);
            if (kind == ShellNode.VARIABLE_NAME && name == SyntaxTree.NONE || kind == ShellNode.SUBSCRIPT) {
                name = part;
            } else if (!tree.named(part)) {
                String token = nodes.name(part);
                boolean brace = token.equals("${") || token.equals("}");
                operator = brace || !operator.isEmpty() ? operator : token;
            } else {
                parts.add(part);
            }
        }
        if (name == SyntaxTree.NONE) {
            return ShellTexts.UNKNOWN;
        }
        boolean element = nodes.is(name, ShellNode.SUBSCRIPT);
        String text = tree.text(name);
        List<String> values = element ? variables.element(text) : variables.variable(text);
        return switch (operator) {
            case "" -> values;
            case ":-", "-", ":=", "=" -> {
                // What the script never sets, nobody sets: its environment is the sandbox's.
                boolean held = variables.sets(text) && !variables.isBusy(text);
                Set<String> both = new LinkedHashSet<>(held ? values : List.of());
                both.addAll(ShellTexts.product(List.of(""), parts.isEmpty() ? List.of("") : concatenated(parts)));
                yield ShellTexts.bounded(both);
            }
            case ":+", "+" -> parts.isEmpty() ? List.of("") : concatenated(parts);
            case ",", ",," ->
                values.stream().map(v -> v.toLowerCase(Locale.ROOT)).toList();
            case "^^" -> values.stream().map(v -> v.toUpperCase(Locale.ROOT)).toList();
            case ":" -> values.stream().map(v -> part(v, parts)).toList();
            case "/", "//" -> values.stream().map(v -> replaced(v, parts)).toList();
            case "!" ->
                values.stream()
                        .flatMap(v -> variables.variable(v).stream())
                        .limit(ShellTexts.MOST)
                        .toList();
            default -> ShellTexts.UNKNOWN;
        };
    }

    private List<String> concatenated(List<Integer> parts) {
        List<String> texts = List.of("");
        for (int part : parts) {
            texts = ShellTexts.product(texts, words.of(part));
        }
        return texts;
    }

    private String part(String value, List<Integer> parts) {
        List<Integer> numbers = new ArrayList<>();
        for (int part : parts) {
            String number = tree.text(part).strip();
            if (!NUMBER.matcher(number).matches()) {
                return CommandLine.HOLE;
            }
            numbers.add(Integer.parseInt(number));
        }
        if (numbers.isEmpty() || numbers.size() > 2 || value.contains(CommandLine.HOLE)) {
            return CommandLine.HOLE;
        }
        int from = Math.min(value.length(), numbers.get(0));
        int length = numbers.size() == 2 ? numbers.get(1) : value.length();
        return value.substring(from, Math.min(value.length(), from + length));
    }

    private String replaced(String value, List<Integer> parts) {
        String from = parts.isEmpty() ? "" : words.of(parts.get(0)).get(0);
        if (value.contains(CommandLine.HOLE)
                || from.isEmpty()
                || !LITERAL.matcher(from).matches()) {
            return CommandLine.HOLE;
        }
        return value.replace(from, parts.size() > 1 ? words.of(parts.get(1)).get(0) : "");
    }
}

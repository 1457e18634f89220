package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands of a shell script's functions with what a call gives them in the places of {@code $1} and the like. */
final class FunctionBodies {
    /** Stands for {@code $0} in a body, the next characters for {@code $1} to {@code $9}, and this for all of them. */
    private static final char FIRST = '\uE000';

    private static final char ALL = FIRST + 10;

    /** Calls of calls could otherwise make lines of any length. */
    private static final int MOST = 20;

    private static final int LONGEST = 200;

    private static final java.util.regex.Pattern PARAMETER =
            java.util.regex.Pattern.compile("\\bshift\\b|\\$(?:([1-9@*])|\\{([1-9@*])(?::?[-=?][^}\n]{0,80})?})");
    /** {@code local name="$1"}, {@code for name in "$@"}. */
    private static final java.util.regex.Pattern NAMED = java.util.regex.Pattern.compile(
            "\\b([A-Za-z_]\\w*)(?:=|\\s+in\\s+)[\"']?([" + FIRST + "-" + ALL + "])[\"']?(?=[\\s;]|$)");

    private static final java.util.regex.Pattern VARIABLE =
            java.util.regex.Pattern.compile("\\$(?:\\{(\\w+)}|([A-Za-z_]\\w*))");
    private static final java.util.regex.Pattern MARK = java.util.regex.Pattern.compile("[" + FIRST + "-" + ALL + "]");

    private final SyntaxTree tree;
    private final Map<String, List<Integer>> definitions = new HashMap<>();
    private final Map<String, List<CommandLine>> read = new HashMap<>();

    FunctionBodies(ShellNodes nodes) {
        tree = nodes.tree();
        BitSet all = nodes.all(ShellNode.FUNCTION_DEFINITION);
        for (int node = all.nextSetBit(0); node >= 0; node = all.nextSetBit(node + 1)) {
            int name = nodes.firstOf(node, ShellNode.WORD);
            if (name != SyntaxTree.NONE) {
                definitions
                        .computeIfAbsent(tree.text(name), key -> new ArrayList<>())
                        .add(node);
            }
        }
    }

    boolean has(String function) {
        return definitions.containsKey(function);
    }

    /** The lines of a function that have parameters, to be {@link #filled}. */
    List<CommandLine> of(String function) {
        return has(function) ? read.computeIfAbsent(function, this::read) : List.of();
    }

    private List<CommandLine> read(String function) {
        List<CommandLine> lines = new ArrayList<>();
        for (int definition : definitions.get(function)) {
            int body = tree.firstChild(definition);
            for (int next = body; next != SyntaxTree.NONE; next = tree.nextSibling(next)) {
                body = next;
            }
            ShellReader.read(marked(tree.text(body))).ifPresent(lines::addAll);
        }
        return lines.stream().filter(FunctionBodies::isMarked).toList();
    }

    private static boolean isMarked(CommandLine line) {
        return line.words().stream().anyMatch(each -> MARK.matcher(each).find())
                || line.redirects().stream()
                        .anyMatch(each -> MARK.matcher(each.target()).find());
    }

    private static String marked(String body) {
        int[] shifted = {0};
        String marked = PARAMETER.matcher(body).replaceAll(found -> {
            String parameter = found.group(1) != null ? found.group(1) : found.group(2);
            if (parameter == null) {
                shifted[0]++;
                return "shift";
            }
            boolean all = !Character.isDigit(parameter.charAt(0));
            return String.valueOf(all ? ALL : (char) Math.min(FIRST + parameter.charAt(0) - '0' + shifted[0], ALL));
        });
        Map<String, String> names = new HashMap<>();
        NAMED.matcher(marked).results().forEach(found -> names.putIfAbsent(found.group(1), found.group(2)));
        return VARIABLE.matcher(marked).replaceAll(found -> {
            String name = found.group(1) != null ? found.group(1) : found.group(2);
            return java.util.regex.Matcher.quoteReplacement(names.getOrDefault(name, found.group()));
        });
    }

    /** The line with a call's arguments. */
    static CommandLine filled(CommandLine line, CommandLine call) {
        List<String> words = new ArrayList<>();
        for (String word : line.words()) {
            if (word.equals(String.valueOf(ALL))) {
                words.addAll(words.size() > MOST ? List.of() : given(call));
            } else {
                words.add(filled(word, call));
            }
        }
        List<CommandLine.Redirect> redirects = line.redirects().stream()
                .map(each -> new CommandLine.Redirect(each.operator(), filled(each.target(), call)))
                .toList();
        return new CommandLine(call.at(), words, redirects, List.of());
    }

    private static String filled(String text, CommandLine call) {
        List<String> all = given(call);
        return MARK.matcher(text).replaceAll(found -> {
            int number = found.group().charAt(0) - FIRST;
            String given = number == ALL - FIRST
                    ? String.join(" ", all)
                    : number > 0 && number <= all.size() ? all.get(number - 1) : "";
            return java.util.regex.Matcher.quoteReplacement(given);
        });
    }

    private static List<String> given(CommandLine call) {
        List<String> given = call.arguments();
        return given.subList(0, Math.min(given.size(), MOST)).stream()
                .map(each -> each.length() > LONGEST ? CommandLine.HOLE : each)
                .toList();
    }
}

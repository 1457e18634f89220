package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The functions that a shell script defines. */
final class ShellFunctions {
    private static final java.util.regex.Pattern MOVED = java.util.regex.Pattern.compile("\\b(set|getopts|while|until|for|shift\\s+[\"$0-9])");
    private static final java.util.regex.Pattern NUMBERED = java.util.regex.Pattern.compile("\"?\\$\\{?([1-9])}?\"?");

    private final SyntaxTree tree;
    private final ShellWords words;
    private final Map<String, Integer> defined = new HashMap<>();
    /** Functions that run their arguments, and from which one on; "" for the script itself. */
    private final Map<String, Integer> runners = new HashMap<>();

    ShellFunctions(SyntaxTree tree, ShellWords words) {
        this.tree = tree;
        this.words = words;
        define();
        findRunners();
    }

    Set<String> names() {
        return defined.keySet();
    }

    boolean runsItsArguments(String function) {
        return runners.containsKey(function);
    }

    /** Which of its arguments, counted from one, such a function runs as a program. */
    int firstArgumentRun(String function) {
        return runners.getOrDefault(function, 1);
    }

    /** Whether the name means a function of the script at this place. */
    boolean isDefined(String name, int at) {
        Integer definition = defined.get(name);
        return definition != null && definition < at;
    }

    /** Functions at the top of the script certainly are what their name means behind them. */
    private void define() {
        for (int node = 0; node < tree.size(); node++) {
            if (words.kind(node).equals("unset_command") && tree.text(node).contains("-f")) {
                defined.clear();
                return;
            }
            if (words.kind(node).equals("function_definition") && tree.parent(node) == 0) {
                int name = words.firstOf(node, "word");
                if (name != SyntaxTree.NONE) {
                    defined.putIfAbsent(tree.text(name), tree.from(node));
                }
            }
        }
    }

    private void findRunners() {
        for (int node = 0; node < tree.size(); node++) {
            if (!words.kind(node).equals("command_name") || words.isPlain(node) || !words.of(node).contains(CommandLine.GIVEN)) {
                continue;
            }
            runners.merge(around(node), position(node), Math::min);
        }
    }

    /** Which argument the name of a command is: {@code $2} is the second one, behind a {@code shift} the third. */
    private int position(int name) {
        int above = name;
        while (above != SyntaxTree.NONE && !words.kind(above).equals("function_definition")) {
            above = tree.parent(above);
        }
        String before = above == SyntaxTree.NONE ? "set" : tree.text(tree.from(above), tree.from(name));
        java.util.regex.Matcher numbered = NUMBERED.matcher(tree.text(name));
        int shifts = before.split("\\bshift\\b", -1).length - 1;
        return MOVED.matcher(before).find() ? 1 : shifts + (numbered.matches() ? Integer.parseInt(numbered.group(1)) : 1);
    }

    /** The name of the function around a node, or "" at the top of the script. */
    String around(int node) {
        for (int above = tree.parent(node); above != SyntaxTree.NONE; above = tree.parent(above)) {
            if (words.kind(above).equals("function_definition")) {
                int name = words.firstOf(above, "word");
                return name == SyntaxTree.NONE ? "" : tree.text(name);
            }
        }
        return "";
    }
}

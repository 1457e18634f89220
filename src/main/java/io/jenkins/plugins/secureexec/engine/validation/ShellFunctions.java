package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions that a shell script defines. */
final class ShellFunctions {
    private static final java.util.regex.Pattern MOVED = java.util.regex.Pattern.compile("\\b(set|getopts|while|until|for|shift\\s+[\"$0-9])");
    private static final java.util.regex.Pattern NUMBERED = java.util.regex.Pattern.compile("\"?\\$\\{?([1-9])(:?[-=?][^}]*)?}?\"?");

    private final SyntaxTree tree;
    private final ShellWords words;
    private final Map<String, Integer> defined = new HashMap<>();
    /** Functions that run their arguments, and which of them; "" for the script itself. */
    private final Map<String, Set<Integer>> runners = new HashMap<>();

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

    /** Whether the argument, counted from one, is a program that the function runs. */
    boolean runsArgument(String function, int argument) {
        return runners.getOrDefault(function, Set.of(1)).contains(argument);
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
            Set<Integer> run = runners.computeIfAbsent(words.function(node), key -> new HashSet<>());
            List<Integer> given = givenTo(node);
            given.forEach(each -> run.add(position(each, tree.text(each).replaceAll("(?s)^[^=]*=", ""))));
            if (given.isEmpty()) {
                run.add(position(node, tree.text(node)));
            }
        }
    }

    /** Where the variable that a command's name is gets its value; in the function itself, if it does there. */
    private List<Integer> givenTo(int name) {
        List<Integer> all = words.variables().givenTo(tree.text(name));
        List<Integer> here = all.stream()
                .filter(each -> words.function(each).equals(words.function(name)))
                .toList();
        return here.isEmpty() ? all : here;
    }

    /** Which argument a word means: {@code $2} is the second one, behind a {@code shift} the third. */
    private int position(int place, String written) {
        int above = place;
        while (above != SyntaxTree.NONE && !words.kind(above).equals("function_definition")) {
            above = tree.parent(above);
        }
        String before = above == SyntaxTree.NONE ? "set" : tree.text(tree.from(above), tree.from(place));
        java.util.regex.Matcher numbered = NUMBERED.matcher(written);
        int shifts = before.split("\\bshift\\b", -1).length - 1;
        return MOVED.matcher(before).find() ? 1 : shifts + (numbered.matches() ? Integer.parseInt(numbered.group(1)) : 1);
    }
}

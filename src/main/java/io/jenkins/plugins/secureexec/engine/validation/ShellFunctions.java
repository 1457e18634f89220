package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions that a shell script defines. */
final class ShellFunctions {
    /** Through how many functions arguments are followed. */
    private static final int MOST_CALLS = 4;

    private static final java.util.regex.Pattern MOVED = java.util.regex.Pattern.compile("\\b(set|getopts|shift\\s+[\"$0-9])");
    private static final java.util.regex.Pattern LOOP = java.util.regex.Pattern.compile("\\b(while|until|for)\\b");
    private static final java.util.regex.Pattern ALL =
            java.util.regex.Pattern.compile("\"?\\$([@*]|\\{[@*](:[1-9])?})\"?");

    private static final java.util.regex.Pattern NUMBERED = java.util.regex.Pattern.compile("\"?\\$\\{?([1-9])(:?[-=?][^}]*)?}?\"?");

    /** Commands that undefine functions, or run text that does. */
    private static final java.util.regex.Pattern UNSETTERS =
            java.util.regex.Pattern.compile("[\\\\'\"]*(unset|builtin|command|eval|trap)['\"]*|.*[a-z][\\\\'\"].*");

    /** Names that only the run will tell. */
    private static final java.util.regex.Pattern HIDING =
            java.util.regex.Pattern.compile("\\$\\(|`|-\\w*f.*\\$|\\b(eval|trap)\\b(?s:.*)unset[^;\\n]{0,200}[\\\\$\"]");

    private final SyntaxTree tree;
    private final ShellWords words;
    private final Set<String> wrappers;
    private final Map<String, Integer> defined = new HashMap<>();
    /** Functions that run their arguments, and which of them; "" for the script itself. */
    private final Map<String, Set<Integer>> runners = new HashMap<>();

    /** {@code wrappers} are programs that run the command line in their arguments. */
    ShellFunctions(SyntaxTree tree, ShellWords words, Set<String> wrappers) {
        this.tree = tree;
        this.words = words;
        this.wrappers = wrappers;
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
        Set<String> undefined = new HashSet<>();
        for (int node = 0; node < tree.size(); node++) {
            String kind = words.kind(node);
            if (undefines(kind, node) && !unset(node, undefined)) {
                defined.clear();
                return;
            }
            if (kind.equals("function_definition") && tree.parent(node) == 0 && !inBackground(node)) {
                int name = words.firstOf(node, "word");
                if (name != SyntaxTree.NONE) {
                    defined.putIfAbsent(tree.text(name), tree.from(node));
                }
            }
        }
        defined.keySet().removeAll(undefined);
    }

    private boolean undefines(String kind, int node) {
        if (!kind.equals("command")) {
            return kind.equals("unset_command");
        }
        int name = tree.firstNamedChild(node);
        if (name == SyntaxTree.NONE || !tree.text(name).contains("$") && !UNSETTERS.matcher(tree.text(name)).matches()) {
            return false;
        }
        return tree.text(node).contains("unset") || words.of(name).contains("unset");
    }

    /** Takes the names that a command may undefine; false where it may be any. */
    private boolean unset(int node, Set<String> names) {
        String text = tree.text(node);
        names.addAll(List.of(text.split("[^\\w.:+-]+")));
        words.words(node).forEach(word -> names.addAll(words.of(word)));
        return !HIDING.matcher(text).find();
    }

    private boolean inBackground(int node) {
        int next = tree.nextSibling(node);
        return next != SyntaxTree.NONE && tree.text(next).equals("&");
    }

    private void findRunners() {
        List<Integer> callers = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            if (!words.kind(node).equals("command_name")) {
                continue;
            }
            if (words.isPlain(node)) {
                if (tree.text(tree.parent(node)).contains("$")) {
                    callers.add(tree.parent(node));
                }
                continue;
            }
            if (words.of(node).stream().noneMatch(ShellFunctions::given)) {
                continue;
            }
            Set<Integer> run = runners.computeIfAbsent(words.function(node), key -> new HashSet<>());
            List<Integer> given = givenTo(node);
            given.forEach(each -> run.add(position(each, tree.text(each).replaceAll("(?s)^[^=]*=", ""))));
            if (given.isEmpty()) {
                run.add(position(node, tree.text(node)));
            }
        }
        findCallers(callers);
    }

    /** Functions that hand their arguments on to programs or functions that run them. */
    private void findCallers(List<Integer> callers) {
        record Caller(String called, String function) {}
        List<Caller> handing = new ArrayList<>();
        for (int command : callers) {
            List<Integer> parts = words.words(command);
            if (parts.stream().anyMatch(part -> ALL.matcher(tree.text(part)).matches())) {
                handing.add(new Caller(words.of(parts.get(0)).get(0), words.function(command)));
            }
        }
        for (int round = 0; round < MOST_CALLS; round++) {
            for (Caller caller : handing) {
                if (runners.containsKey(caller.called()) || wrappers.contains(caller.called())) {
                    runners.computeIfAbsent(caller.function(), key -> new HashSet<>());
                }
            }
        }
    }

    private static boolean given(String text) {
        return text.strip().equals(CommandLine.GIVEN);
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
        boolean moved = MOVED.matcher(before).find() || shifts > 0 && LOOP.matcher(before).find();
        return moved ? 1 : shifts + (numbered.matches() ? Integer.parseInt(numbered.group(1)) : 1);
    }
}

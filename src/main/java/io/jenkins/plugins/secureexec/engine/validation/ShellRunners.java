package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The functions of a shell script that run their arguments, {@code run() { "$@"; }}; the script itself is "". */
final class ShellRunners {
    /** Through how many functions arguments are followed. */
    private static final int MOST_CALLS = 4;

    private static final java.util.regex.Pattern MOVED =
            java.util.regex.Pattern.compile("\\b(set|getopts|shift\\s+[\"$0-9])");
    private static final java.util.regex.Pattern LOOP = java.util.regex.Pattern.compile("\\b(while|until|for)\\b");
    private static final java.util.regex.Pattern SHIFT = java.util.regex.Pattern.compile("\\bshift\\b");
    private static final java.util.regex.Pattern ALL =
            java.util.regex.Pattern.compile("\"?\\$([@*]|\\{[@*](:[1-9])?})\"?");

    private static final java.util.regex.Pattern IN_ORDER = java.util.regex.Pattern.compile("\"?\\$[@*]\"?");

    private static final java.util.regex.Pattern NUMBERED =
            java.util.regex.Pattern.compile("\"?\\$\\{?([1-9])(:?[-=?][^}]*)?}?\"?");
    private static final java.util.regex.Pattern LEFT_SIDE = java.util.regex.Pattern.compile("(?s)^[^=]*=");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final ShellWords words;
    private final ShellAssignments assignments;
    /** Which of its arguments each runs. */
    private final Map<String, Set<Integer>> runners = new HashMap<>();
    /** Those that may run any of their arguments. */
    private final Set<String> anywhere = new HashSet<>();

    private final Map<Integer, Moves> movesIn = new HashMap<>();

    /** {@code data} names the programs that run the command line in their arguments. */
    ShellRunners(ShellNodes nodes, ShellWords words, ShellAssignments assignments, LanguageFile.Commands data) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        this.words = words;
        this.assignments = assignments;
        List<Integer> callers = new ArrayList<>();
        BitSet names = nodes.all(ShellNode.COMMAND_NAME);
        for (int name = names.nextSetBit(0); name >= 0; name = names.nextSetBit(name + 1)) {
            if (!nodes.isPlain(name)) {
                take(name);
            } else if (tree.has(tree.parent(name), '$')) {
                callers.add(tree.parent(name));
            }
        }
        callers.forEach(command -> takeWrapped(command, new InnerCommands(data)));
        takeCallers(callers, data.wrappers().keySet());
    }

    boolean contains(String function) {
        return runners.containsKey(function);
    }

    /** Whether the argument, counted from one, is a program that the function runs. */
    boolean runsArgument(String function, int argument) {
        return runners.getOrDefault(function, Set.of(1)).contains(argument);
    }

    /** Whether the argument, counted from one, is perhaps a program that is run; of {@code set}, any is. */
    boolean mayRunArgument(String command, int argument) {
        return !contains(command) || anywhere.contains(command) || runsArgument(command, argument);
    }

    /** Takes the function around a command's name that is one of the arguments. */
    private void take(int name) {
        if (words.of(name).stream().noneMatch(text -> text.strip().equals(CommandLine.GIVEN))) {
            return;
        }
        List<Integer> given = givenTo(name);
        given.forEach(each -> add(each, LEFT_SIDE.matcher(tree.text(each)).replaceAll("")));
        if (given.isEmpty()) {
            add(name, tree.text(name));
        }
    }

    /** {@code xargs $1}, {@code timeout 5 "$2"}: programs that run one of the arguments. */
    private void takeWrapped(int command, InnerCommands inside) {
        List<Integer> parts = nodes.words(command);
        if (!inside.wraps(nodes.text(parts.get(0)))) {
            return;
        }
        List<String> line = parts.stream().map(part -> words.of(part).get(0)).toList();
        inside.command(new CommandLine(tree.from(command), line))
                .filter(inner -> inner.name().equals(CommandLine.GIVEN))
                .map(inner -> parts.get(parts.size() - inner.words().size()))
                .filter(part -> NUMBERED.matcher(tree.text(part)).matches())
                .ifPresent(part -> add(part, tree.text(part)));
    }

    /** Functions that hand their arguments on to programs or functions that run them. */
    private void takeCallers(List<Integer> callers, Set<String> wrappers) {
        record Caller(String called, String function) {}
        List<Caller> handing = new ArrayList<>();
        for (int command : callers) {
            List<Integer> parts = nodes.words(command);
            if (parts.stream().anyMatch(this::isAll)) {
                handing.add(new Caller(words.of(parts.get(0)).get(0), nodes.function(command)));
            }
        }
        for (int round = 0; round < MOST_CALLS; round++) {
            for (Caller caller : handing) {
                if (runners.containsKey(caller.called()) || wrappers.contains(caller.called())) {
                    runners.computeIfAbsent(caller.function(), key -> new HashSet<>());
                    anywhere.add(caller.function());
                }
            }
        }
    }

    private boolean isAll(int word) {
        return (tree.begins(word, "$") || tree.begins(word, "\"$"))
                && ALL.matcher(tree.text(word)).matches();
    }

    /** Where the variable that a command's name is gets its value; in the function itself, if it does there. */
    private List<Integer> givenTo(int name) {
        List<Integer> all = assignments.givenTo(tree.text(name));
        List<Integer> here = all.stream()
                .filter(each -> nodes.function(each).equals(nodes.function(name)))
                .toList();
        return here.isEmpty() ? all : here;
    }

    /** Takes the argument that a word means: {@code $2} is the second one, behind a {@code shift} the third. */
    private void add(int place, String written) {
        String function = nodes.function(place);
        int definition = nodes.definition(place);
        Moves moves = movesIn.computeIfAbsent(definition, this::moves);
        java.util.regex.Matcher numbered = NUMBERED.matcher(written);
        int shifts = moves.shiftsBefore(tree.from(place));
        boolean moved = definition == SyntaxTree.NONE
                || moves.first() < tree.from(place)
                || shifts > 0 && moves.firstLoop() < tree.from(place);
        if (moved
                || shifts > 0
                || !numbered.matches() && !IN_ORDER.matcher(written).matches()) {
            anywhere.add(function);
        }
        int argument = moved ? 1 : shifts + (numbered.matches() ? Integer.parseInt(numbered.group(1)) : 1);
        runners.computeIfAbsent(function, key -> new HashSet<>()).add(argument);
    }

    /**
     * What a function does with its arguments' numbers.
     *
     * @param first where it first moves them in a way that cannot be followed
     * @param firstLoop where it first has a loop, in which shifts cannot be counted
     * @param shifts where it shifts them
     */
    private record Moves(int first, int firstLoop, int[] shifts) {
        int shiftsBefore(int place) {
            return (int) IntStream.of(shifts).filter(each -> each < place).count();
        }
    }

    private Moves moves(int definition) {
        int from = definition == SyntaxTree.NONE ? 0 : tree.from(definition);
        String text = definition == SyntaxTree.NONE ? "" : tree.text(definition);
        return new Moves(
                places(MOVED, text, from).findFirst().orElse(Integer.MAX_VALUE),
                places(LOOP, text, from).findFirst().orElse(Integer.MAX_VALUE),
                places(SHIFT, text, from).toArray());
    }

    private static IntStream places(java.util.regex.Pattern pattern, String text, int from) {
        return pattern.matcher(text).results().mapToInt(found -> from + found.start());
    }
}

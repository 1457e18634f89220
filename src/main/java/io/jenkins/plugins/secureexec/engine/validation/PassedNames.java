package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The names of files that a program runs another with: what {@code find} finds, and {@code xargs} reads from a pipe. */
final class PassedNames {
    private static final int MOST = 1_000;
    private static final String FIND = "find";
    private static final Set<String> PRINTERS = Set.of("echo", "printf", "ls");
    private static final Set<String> TESTS = Set.of("-name", "-iname");
    private static final Set<String> PLACES = Set.of("{}", CommandLine.HOLE);

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final ShellReadings readings;

    PassedNames(ShellNodes nodes, ShellReadings readings) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        this.readings = readings;
    }

    /** The lines that a command of the script makes of the one in its arguments. */
    List<CommandLine> filled(int command, CommandLine line, CommandLine inner) {
        Stream<String> names = line.name().equals(FIND)
                ? found(line.arguments())
                : feeding(command).stream().flatMap(PassedNames::printed);
        return names.limit(MOST).map(name -> filled(inner, name)).toList();
    }

    private static CommandLine filled(CommandLine inner, String name) {
        List<String> words = new ArrayList<>(inner.words());
        if (words.stream().anyMatch(PLACES::contains)) {
            words.replaceAll(word -> PLACES.contains(word) ? name : word);
        } else {
            words.add(name);
        }
        return inner.withWords(words);
    }

    /** What begins the pipeline that a command is a part of. */
    private Optional<CommandLine> feeding(int command) {
        int around = tree.parent(command);
        int first = nodes.name(around).equals("pipeline") ? tree.firstNamedChild(around) : command;
        return first == command || !nodes.is(first, ShellNode.COMMAND)
                ? Optional.empty()
                : readings.of(first).map(read -> read.all().get(0).line());
    }

    private static Stream<String> printed(CommandLine line) {
        return line.name().equals(FIND)
                ? found(line.arguments())
                : PRINTERS.contains(line.name())
                        ? line.arguments().stream().filter(each -> !each.startsWith("-"))
                        : Stream.empty();
    }

    /** Files in a directory, and in those within it. */
    private static Stream<String> found(List<String> arguments) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            if (TESTS.contains(arguments.get(i - 1))) {
                names.add(arguments.get(i));
            }
        }
        String name = names.isEmpty() ? "*" : names.get(0);
        return arguments.stream()
                .takeWhile(each -> !each.startsWith("-"))
                .flatMap(each -> Stream.of(each + "/" + name, each + "/*/" + name));
    }
}

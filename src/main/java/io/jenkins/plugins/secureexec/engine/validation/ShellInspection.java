package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the command rules against a script: its tree, in which variables are known, and the {@link ShellReader}'s list
 * of commands, which no gap in the grammar can hide.
 */
final class ShellInspection {
    private static final int DEADLINE_EVERY = 16;

    /** Substitutions within one subscript. */
    private static final java.util.regex.Pattern BACKQUOTED =
            java.util.regex.Pattern.compile("(?:`[^`]*+`[^\\]`]*+)++");

    private static final Set<String> CHANGES = Set.of("cd", "pushd", "popd");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final LanguageFile.Commands data;
    private final ShellWords words;
    private final ShellReadings readings;
    private final ShellRunners runners;
    private final ShellJudge judge;
    private final PassedNames names;
    private final List<CommandLine> alsoRead;
    private final BitSet seen = new BitSet();
    /** Where the tree has assignments, whose values it tells better than the reader. */
    private final BitSet assigned = new BitSet();
    /** Where the reader sees commands; behind an error in the tree there may be things that look like one. */
    private final BitSet places = new BitSet();

    /** The words of the tree's lines that have been judged, by place: the reader sees most of them just so. */
    private final Map<Integer, List<String>> inTree = new HashMap<>();

    /** The tree's readings of programs that run the command line in their arguments, by place. */
    private final Map<Integer, ShellReadings.Reading> wrappers = new HashMap<>();

    /** {@code alsoRead} is what {@link ShellReader} found, if it could read the script. */
    ShellInspection(SyntaxTree tree, Shell shell, Findings findings, List<CommandLine> alsoRead) {
        this.tree = tree;
        this.alsoRead = alsoRead;
        data = shell.data();
        nodes = new ShellNodes(tree, shell);
        ShellAssignments assignments = new ShellAssignments(nodes, data.reads(), alsoRead);
        words = new ShellWords(nodes, assignments, data.variables());
        readings = new ShellReadings(nodes, words);
        names = new PassedNames(nodes, readings);
        ShellFunctions functions = new ShellFunctions(nodes, words);
        runners = new ShellRunners(nodes, words, assignments, data);
        judge = new ShellJudge(shell, findings, functions, runners, new Dispatch(alsoRead), new FunctionBodies(nodes));
        alsoRead.forEach(line -> places.set(line.at()));
    }

    /** False where the deadline passed first. */
    boolean run(Deadline deadline) {
        int end = ShellEnd.of(nodes, words);
        if (!inspectTree(end, deadline) || !inspectRead(end, deadline)) {
            return false;
        }
        judge.written();
        return true;
    }

    private boolean inspectTree(int end, Deadline deadline) {
        BitSet all = nodes.all(
                ShellNode.COMMAND,
                ShellNode.DECLARATION_COMMAND,
                ShellNode.FILE_REDIRECT,
                ShellNode.HERESTRING_REDIRECT,
                ShellNode.VARIABLE_ASSIGNMENT,
                ShellNode.FOR_STATEMENT,
                ShellNode.EXPANSION,
                ShellNode.HEREDOC_BODY,
                ShellNode.RAW_STRING,
                ShellNode.ANSI_C_STRING,
                ShellNode.STRING);
        int count = 0;
        for (int node = all.nextSetBit(0); node >= 0 && tree.from(node) < end; node = all.nextSetBit(node + 1)) {
            if (count++ % DEADLINE_EVERY == 0 && deadline.passed()) {
                return false;
            }
            switch (nodes.kind(node)) {
                case COMMAND, DECLARATION_COMMAND -> command(node);
                case FILE_REDIRECT, HERESTRING_REDIRECT -> redirect(node);
                case VARIABLE_ASSIGNMENT -> assignment(node);
                case FOR_STATEMENT -> loop(node);
                case EXPANSION -> prompt(node);
                case HEREDOC_BODY -> judge.hereDocument(tree.text(node), tree.from(node));
                default -> subscript(node);
            }
        }
        return true;
    }

    private boolean inspectRead(int end, Deadline deadline) {
        int count = 0;
        for (CommandLine line : alsoRead) {
            if (line.at() >= end) {
                continue;
            }
            if (count++ % DEADLINE_EVERY == 0 && deadline.passed()) {
                return false;
            }
            boolean known = seen.get(line.at());
            boolean clearer = known || assigned.get(line.at());
            line.redirects().forEach(each -> judge.redirect(each, line.at()));
            for (String each : line.assignments()) {
                if (!(clearer && each.contains(CommandLine.HOLE))) {
                    judge.assignment(each, line.at());
                }
            }
            boolean judged =
                    line.words().isEmpty() || known && (line.words().equals(inTree.get(line.at())) || isVague(line));
            if (!judged) {
                clarified(line).forEach(judge::line);
            }
        }
        return true;
    }

    /** {@code xargs $program}: where only the tree knows the variable, a line for each program that it may hold. */
    private List<CommandLine> clarified(CommandLine line) {
        ShellReadings.Reading reading = wrappers.get(line.at());
        int size = line.words().size();
        int inner = reading == null || reading.arguments().size() != size - 1
                ? 0
                : judge.inner(line)
                        .map(command -> command.words().get(0))
                        .filter(CommandLine.HOLE::equals)
                        .map(line.words()::lastIndexOf)
                        .orElse(0);
        if (inner <= 0 || line.words().indexOf(CommandLine.HOLE) != inner) {
            return List.of(line);
        }
        return reading.arguments().get(inner - 1).stream()
                .map(program -> {
                    List<String> words = new ArrayList<>(line.words().subList(0, inner));
                    words.addAll(ShellTexts.split(program));
                    words.addAll(line.words().subList(inner + 1, size));
                    return line.withWords(words);
                })
                .toList();
    }

    /** Whether the variables that the reader does not know make the line's sense. */
    private boolean isVague(CommandLine line) {
        return line.words().get(0).contains(CommandLine.HOLE)
                || (data.tools().containsKey(line.name()) || runners.contains(line.name()))
                        && line.words().contains(CommandLine.HOLE);
    }

    private void command(int node) {
        readings.of(node).ifPresent(command -> {
            seen.set(command.at());
            seen.set(tree.from(node));
            command.all().forEach(reading -> read(reading, node));
        });
    }

    private void read(ShellReadings.Reading reading, int node) {
        CommandLine line = reading.line();
        if (data.tools().containsKey(line.name())) {
            reading.alternatives().forEach(judge::script);
        }
        if (runners.contains(line.name())) {
            reading.alternatives().forEach(judge::arguments);
        }
        if (judge.isOwn(line.name())) {
            reading.alternatives().forEach(judge::call);
        }
        if (reading.name().equals("set") && runners.contains(nodes.function(node))) {
            judge.arguments(line); // set gives the function or the script other arguments
        }
        if (places.isEmpty() || places.get(line.at()) || !line.name().equals(CommandLine.HOLE)) {
            inTree.put(line.at(), line.words());
            if (data.wrappers().containsKey(line.name())) {
                wrappers.put(line.at(), reading);
                judge.inner(line)
                        .ifPresent(inner -> names.filled(node, line, inner).forEach(each -> judge.files(each, line)));
            }
            judge.line(line);
            if (CHANGES.contains(line.name())) {
                judge.directory(line, end(node));
            }
        }
    }

    /** Up to where a change of the directory holds that is made here. */
    private int end(int command) {
        int around = tree.parent(command);
        while (tree.parent(around) != SyntaxTree.NONE
                && !nodes.is(around, ShellNode.SUBSHELL)
                && !nodes.is(around, ShellNode.COMMAND_SUBSTITUTION)
                && !nodes.is(around, ShellNode.FUNCTION_DEFINITION)) {
            around = tree.parent(around);
        }
        return tree.to(around);
    }

    private void redirect(int node) {
        // Words behind the file are the command's, which the grammar takes for further files.
        int file = SyntaxTree.NONE;
        StringBuilder operator = new StringBuilder();
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (!tree.named(child)) {
                operator.append(nodes.name(child));
            } else if (file == SyntaxTree.NONE && operator.length() > 0) {
                file = child;
            }
        }
        for (String target : words.of(file)) {
            judge.redirect(new CommandLine.Redirect(operator.toString(), target), tree.from(node));
        }
    }

    private void assignment(int node) {
        assigned.set(tree.from(node));
        String text = tree.text(node);
        int value = text.indexOf('=') + 1;
        String name = ShellAssignments.name(text.substring(0, Math.max(0, value - 1)));
        for (String each : words.variables().variable(name)) {
            judge.assignment(text.substring(0, value) + each, tree.from(node));
            subscript(each, node);
        }
    }

    private void loop(int node) {
        int variable = nodes.firstOf(node, ShellNode.VARIABLE_NAME);
        if (variable != SyntaxTree.NONE) {
            judge.assignment(tree.text(variable) + "=" + CommandLine.HOLE, tree.from(node));
        }
    }

    /** {@code ${name@P}} expands the value once more, as if it were a prompt. */
    private void prompt(int node) {
        if (tree.has(node, '@') && tree.text(node).endsWith("@P}")) {
            String text = tree.text(node);
            String name = ShellAssignments.name(text.substring(2, text.length() - 3));
            for (String value : words.variables().variable(name)) {
                judge.line(new CommandLine(tree.from(node), List.of("eval", value)));
            }
        }
    }

    /** Where a text is taken for a number, as by {@code let} or {@code [[ -eq ]]}, its subscripts are expanded. */
    private void subscript(int node) {
        if (!tree.has(node, '[')) {
            return;
        }
        words.of(node).forEach(text -> subscript(text, node));
    }

    private void subscript(String text, int node) {
        int open = -1;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ']') {
                open = -1;
            } else if (c == '[' && open < 0 && isNamePart(text.charAt(i - 1))) {
                open = i;
            } else if (open >= 0 && (c == '`' || text.startsWith("$(", i))) {
                substituted(text, open, i, node);
                return;
            }
        }
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** What a subscript runs when the shell computes it. */
    private void substituted(String text, int open, int from, int node) {
        java.util.regex.Matcher backquoted = BACKQUOTED.matcher(text).region(from, text.length());
        int end = backquoted.lookingAt() ? backquoted.end() : text.length();
        judge.code(": " + text.substring(from, end), tree.from(node));
        int last = text.lastIndexOf("$(");
        if (last >= from && text.indexOf(')', last) < 0 && text.indexOf(']', last) < 0) { // another text has to end it
            judge.line(new CommandLine(tree.from(node), List.of("eval", text.substring(open + 1) + CommandLine.HOLE)));
        }
    }
}

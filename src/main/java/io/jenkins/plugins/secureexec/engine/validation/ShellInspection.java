package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the command rules against a script: its tree, in which variables are known, and the {@link ShellReader}'s list
 * of commands, which no gap in the grammar can hide.
 */
final class ShellInspection {
    private static final int DEEPEST_CODE = 4;
    private static final int MOST_WRAPPERS = 8;
    private static final int MOST_EMPTY = 4;
    private static final java.util.regex.Pattern SUBSCRIPT =
            java.util.regex.Pattern.compile("(\\b[A-Za-z_]\\w*\\[[^\\]]*?)(\\$\\(|`)");

    private final SyntaxTree tree;
    private final LanguageFile.Commands data;
    private final CommandRules rules;
    private final Findings findings;
    private final ShellWords words;
    private final InnerCommands inside;
    private final ToolScripts tools;
    private final BitSet seen = new BitSet();
    /** Where the reader sees commands; behind an error in the tree there may be things that look like one. */
    private final BitSet places = new BitSet();

    /** The words of the tree's lines that have been judged, by place: the reader sees most of them just so. */
    private final Map<Integer, List<String>> inTree = new HashMap<>();

    private final WrittenFiles written;
    private final List<CommandLine> alsoRead;
    private final ShellFunctions functions;
    private final Dispatch dispatch;
    /** Commands that may start what the script writes, perhaps further down. */
    private final List<CommandLine> judged = new ArrayList<>();

    /** {@code alsoRead} is what {@link ShellReader} found, if it could read the script. */
    ShellInspection(SyntaxTree tree, Language language, Findings findings, List<CommandLine> alsoRead) {
        this.tree = tree;
        this.data = language.commands();
        this.rules = language.commandRules();
        this.findings = findings;
        this.words = new ShellWords(tree, data);
        this.inside = new InnerCommands(data);
        this.tools = new ToolScripts(data.tools());
        this.written = new WrittenFiles(data.interpreters());
        this.alsoRead = alsoRead;
        this.dispatch = new Dispatch(alsoRead);
        alsoRead.forEach(line -> places.set(line.at()));
        words.variables().learn(alsoRead);
        this.functions = new ShellFunctions(tree, words);
    }

    void run() {
        for (int node = 0; node < tree.size(); node++) {
            switch (words.kind(node)) {
                case "command", "declaration_command" -> command(node);
                case "file_redirect", "herestring_redirect" -> redirect(node);
                case "variable_assignment" -> assignment(node);
                case "raw_string", "ansi_c_string", "string" -> subscript(node);
                default -> { }
            }
        }
        for (CommandLine line : alsoRead) {
            boolean known = seen.get(line.at());
            line.redirects().forEach(each -> redirect(each, line.at()));
            line.assignments().forEach(each -> assignment(each, line.at()));
            boolean clearer = known && !line.words().isEmpty() && line.words().get(0).contains(CommandLine.HOLE);
            if (!line.words().isEmpty() && !clearer && !line.words().equals(inTree.get(line.at()))) {
                judge(line, 0);
            }
        }
        for (CommandLine line : judged) {
            written.started(line).ifPresent(start -> rules.command(
                    start, (rule, what) -> findings.add(rule, line.toString(), line.at())));
        }
    }

    private java.util.function.BiConsumer<Rule, String> hit(int at) {
        return (rule, what) -> findings.add(rule, what, at);
    }

    private void command(int node) {
        List<Integer> parts = words.words(node);
        boolean declaration = words.kind(node).equals("declaration_command");
        if (!declaration && !parts.isEmpty() && tree.text(parts.get(0)).startsWith("_=")) {
            parts.remove(0); // an assignment, which the grammar takes for a word
        }
        if (!declaration && (parts.isEmpty() || tree.text(parts.get(0)).startsWith("(("))) {
            return;
        }
        int at = declaration ? tree.from(node) : tree.from(parts.get(0));
        seen.set(at);
        seen.set(tree.from(node));
        List<String> names = declaration ? List.of(tree.text(tree.firstChild(node))) : words.of(parts.get(0));
        for (String name : names) {
            command(node, at, name, parts, declaration ? 0 : 1);
        }
    }

    /** Where the name expands to nothing, the next word is the name. */
    private void command(int node, int at, String expanded, List<Integer> parts, int behind) {
        boolean more = behind > 0 && behind < parts.size();
        if (expanded.isEmpty() && (!more || behind < MOST_EMPTY)) {
            List<String> names = more ? words.of(parts.get(behind)) : List.of();
            names.forEach(name -> command(node, at, name, parts, behind + 1));
            return;
        }
        String name = expanded.isEmpty() ? CommandLine.HOLE : expanded;
        boolean written = behind > 0 && words.isPlain(parts.get(behind - 1));
        List<String> line = new ArrayList<>(written ? List.of(name) : ShellTexts.split(name));
        for (int part : parts.subList(behind, parts.size())) {
            List<String> texts = words.of(part);
            line.addAll(texts.size() > 2 ? texts.subList(0, 2) : texts);
        }
        CommandLine command = new CommandLine(at, line, List.of(), List.of());
        if (data.tools().containsKey(command.name())) {
            alternatives(command, parts.subList(behind, parts.size()));
        }
        if (name.equals("set") && functions.runsItsArguments(words.function(node))) {
            arguments(command); // set gives the function or the script other arguments
        }
        if (places.isEmpty() || places.get(at) || !name.contains(CommandLine.HOLE)) {
            inTree.put(at, line);
            judge(command, 0);
        }
    }

    /** Which word is the script counts there, so each line is looked at that the variables may make. */
    private void alternatives(CommandLine command, List<Integer> arguments) {
        for (int i = 1; i < ShellTexts.MOST; i++) {
            List<String> line = new ArrayList<>(List.of(command.name()));
            for (int argument : arguments) {
                List<String> texts = words.of(argument);
                line.add(texts.get(Math.min(i, texts.size() - 1)));
            }
            script(command.withWords(line), command.at());
        }
    }

    private void redirect(int node) {
        int last = SyntaxTree.NONE;
        StringBuilder operator = new StringBuilder();
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (tree.named(child)) {
                last = child;
            } else {
                operator.append(words.kind(child));
            }
        }
        for (String target : words.of(last)) {
            redirect(new CommandLine.Redirect(operator.toString(), target), tree.from(node));
        }
    }

    private void redirect(CommandLine.Redirect redirect, int at) {
        written.redirected(redirect);
        rules.redirect(redirect, hit(at));
    }

    private void assignment(int node) {
        String text = tree.text(node);
        int value = text.indexOf('=') + 1;
        for (String each : words.variables().variable(ShellVariables.name(text.substring(0, Math.max(0, value - 1))))) {
            assignment(text.substring(0, value) + each, tree.from(node));
        }
    }

    private void assignment(String assignment, int at) {
        written.assigned(assignment);
        rules.assignment(assignment, hit(at));
        int end = assignment.indexOf('=');
        String name = end < 0 ? assignment : assignment.substring(0, end);
        if (data.runs().contains(name)) {
            String value = assignment.substring(end + 1);
            code(value.replace(CommandLine.GIVEN, ":").replace(CommandLine.HOLE, ":"), at, 1);
        } else if (data.prompts().contains(name)) {
            code("cat <<END\n" + assignment.replace(CommandLine.HOLE, "") + "\nEND\n", at, 1);
        }
    }

    /** Where a text is taken for a number, as by {@code let} or {@code [[ -eq ]]}, its subscripts are expanded. */
    private void subscript(int node) {
        if (tree.text(node).indexOf('[') < 0) {
            return;
        }
        for (String text : words.of(node)) {
            java.util.regex.Matcher found = SUBSCRIPT.matcher(text);
            if (found.find()) {
                code(": " + text.substring(found.end(1)), tree.from(node), 1);
            }
        }
    }

    /** Holds the rules against the line and against each that its programs would run. */
    private void judge(CommandLine line, int code) {
        String first = line.words().get(0);
        boolean braces = first.startsWith("{") && first.indexOf(',') > 0;
        List<String> expanded = braces ? new ArrayList<>(ShellTexts.split(first)) : line.words();
        if (braces) {
            expanded.addAll(line.arguments());
        }
        CommandLine current = braces ? line.withWords(expanded) : line;
        boolean wrapped = false;
        for (int i = 0; i < MOST_WRAPPERS && current != null; i++) {
            String name = current.name();
            if (functions.runsItsArguments(name)) {
                arguments(current);
            }
            if (dispatch.reaches(current.words().get(0), functions.names())) {
                return;
            }
            boolean program = wrapped || current.words().get(0).indexOf('/') >= 0;
            if (!program && functions.isDefined(name, line.at())) {
                return;
            }
            rules.command(current, hit(line.at()));
            script(current, line.at());
            written.ran(current);
            judged.add(current);
            runCode(current, code);
            current = inside.command(current).orElse(null);
            wrapped = true;
        }
    }

    private void script(CommandLine line, int at) {
        tools.judged(line).ifPresent(each ->
                rules.command(each, (rule, what) -> findings.add(rule, line.toString(), at)));
        tools.files(line).forEach(file -> judged.add(line.withWords(List.of("source", file))));
    }

    /** Any argument may be the program that such a function runs. */
    private void arguments(CommandLine line) {
        List<String> arguments = line.arguments();
        for (int i = 0; i < Math.min(arguments.size(), MOST_WRAPPERS); i++) {
            boolean first = functions.runsArgument(line.name(), i + 1) || i == 1 && arguments.get(0).equals("--");
            CommandLine run = line.withWords(arguments.subList(i, arguments.size()));
            if (!arguments.get(i).startsWith("-") && (first || !run.name().equals(CommandLine.HOLE))) {
                judge(run, DEEPEST_CODE);
            }
        }
    }

    private void runCode(CommandLine line, int depth) {
        if (depth < DEEPEST_CODE) {
            inside.code(line).ifPresent(text -> code(text, line.at(), depth + 1));
        }
    }

    private void code(String text, int at, int depth) {
        ShellReader.read(text.replace(CommandLine.HOLE, "$_")).ifPresent(lines -> {
            for (CommandLine inner : lines) {
                inner.redirects().forEach(each -> redirect(each, at));
                inner.assignments().forEach(each -> assignment(each, at));
                if (!inner.words().isEmpty()) {
                    judge(new CommandLine(at, inner.words(), List.of(), List.of()), depth);
                }
            }
        });
    }
}

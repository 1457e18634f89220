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
    private static final int DEADLINE_EVERY = 64;
    /** Stands in place of a program before the text of a here-document, whichever program reads it. */
    private static final String HERE_DOCUMENT = "(here-document)";

    private static final java.util.regex.Pattern ASSIGNMENT =
            java.util.regex.Pattern.compile("(?s)[A-Za-z_]\\w*(\\[.*?])?\\+?=.*");
    /** {@code _=x}, and a subscript with one in it. */
    private static final java.util.regex.Pattern UNSEEN_ASSIGNMENT =
            java.util.regex.Pattern.compile("_=|[A-Za-z_]\\w*\\[[^\\]]*\\[.*]]\\+?=");
    /** {@code exec {name}<> file}: a variable for the descriptor. */
    private static final java.util.regex.Pattern DESCRIPTOR = java.util.regex.Pattern.compile("\\{[A-Za-z_]\\w*}");
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
    /** Where the tree has assignments, whose values it tells better than the reader. */
    private final BitSet assigned = new BitSet();
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
        this.functions = new ShellFunctions(tree, words, data.wrappers().keySet());
    }

    /** False where the deadline passed first. */
    boolean run(Deadline deadline) {
        int end = ShellEnd.of(tree, words);
        for (int node = 0; node < tree.size() && tree.from(node) < end; node++) {
            if (node % DEADLINE_EVERY == 0 && deadline.passed()) {
                return false;
            }
            switch (words.kind(node)) {
                case "command", "declaration_command" -> command(node);
                case "file_redirect", "herestring_redirect" -> redirect(node);
                case "variable_assignment" -> assignment(node);
                case "for_statement" -> loop(node);
                case "expansion" -> prompt(node);
                case "heredoc_body" -> hereDocument(node);
                case "raw_string", "ansi_c_string", "string" -> subscript(node);
                default -> { }
            }
        }
        for (CommandLine line : alsoRead) {
            if (line.at() >= end) {
                continue;
            }
            if (deadline.passed()) {
                return false;
            }
            boolean known = seen.get(line.at());
            line.redirects().forEach(each -> redirect(each, line.at()));
            line.assignments().stream()
                    .filter(each -> !((known || assigned.get(line.at())) && each.contains(CommandLine.HOLE)))
                    .forEach(each -> assignment(each, line.at()));
            boolean clearer = known && !line.words().isEmpty() && isVague(line);
            if (!line.words().isEmpty() && !clearer && !line.words().equals(inTree.get(line.at()))) {
                judge(line, 0);
            }
        }
        for (CommandLine line : judged) {
            written.started(line).ifPresent(start -> rules.command(
                    start, (rule, what) -> findings.add(rule, line.toString(), line.at())));
        }
        return true;
    }

    /** Whether the variables that the reader does not know make the line's sense. */
    private boolean isVague(CommandLine line) {
        return line.words().get(0).contains(CommandLine.HOLE)
                || data.tools().containsKey(line.name()) && line.words().contains(CommandLine.HOLE);
    }

    private java.util.function.BiConsumer<Rule, String> hit(int at) {
        return (rule, what) -> findings.add(rule, what, at);
    }

    private void command(int node) {
        List<Integer> parts = words.words(node);
        boolean declaration = words.kind(node).equals("declaration_command");
        while (!declaration && !parts.isEmpty() && UNSEEN_ASSIGNMENT.matcher(tree.text(parts.get(0))).lookingAt()) {
            parts.remove(0); // which the grammar takes for a word
        }
        parts.removeIf(part -> DESCRIPTOR.matcher(tree.text(part)).matches());
        if (!declaration && (parts.isEmpty() || tree.text(parts.get(0)).startsWith("(("))) {
            return;
        }
        int at = declaration ? tree.from(node) : tree.from(parts.get(0));
        seen.set(at);
        seen.set(tree.from(node));
        List<String> names = declaration ? List.of(tree.text(tree.firstChild(node))) : names(parts.get(0));
        for (String name : names) {
            command(node, at, name, parts, declaration ? 0 : 1);
        }
    }

    /** What a command's name may be, also by the case statement around that only names can reach. */
    private List<String> names(int node) {
        List<String> names = words.of(node);
        List<String> chosen = names.contains(CommandLine.HOLE) ? ShellCases.of(tree, words, node) : List.of();
        return chosen.isEmpty() ? names : chosen;
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
            List<String> texts = known(words.of(part));
            line.addAll(texts.size() > 2 ? texts.subList(0, 2) : texts);
        }
        if (words.firstOf(node, "variable_assignment") != SyntaxTree.NONE && behind == 0) {
            line.add("="); // a declaration with a value is judged by that elsewhere
        }
        CommandLine command = new CommandLine(at, line, List.of(), List.of());
        if (data.tools().containsKey(command.name())) {
            alternatives(command, parts.subList(behind, parts.size()));
        }
        if (name.equals("set") && functions.runsItsArguments(words.function(node))) {
            arguments(command); // set gives the function or the script other arguments
        }
        if (places.isEmpty() || places.get(at) || !command.name().equals(CommandLine.HOLE)) {
            inTree.put(at, line);
            judge(command, 0);
        }
    }

    /** What is given and what is unknown are one alternative, not two words. */
    private static List<String> known(List<String> texts) {
        return !texts.contains(CommandLine.HOLE)
                ? texts
                : texts.stream().filter(text -> !text.equals(CommandLine.GIVEN)).toList();
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
        assigned.set(tree.from(node));
        String text = tree.text(node);
        int value = text.indexOf('=') + 1;
        for (String each : words.variables().variable(ShellVariables.name(text.substring(0, Math.max(0, value - 1))))) {
            assignment(text.substring(0, value) + each, tree.from(node));
        }
    }

    private void hereDocument(int node) {
        List<String> line = List.of(HERE_DOCUMENT, "\n" + tree.text(node));
        rules.command(new CommandLine(tree.from(node), line, List.of(), List.of()), hit(tree.from(node)));
    }

    /** {@code ${name@P}} expands the value once more, as if it were a prompt. */
    private void prompt(int node) {
        String text = tree.text(node);
        if (text.endsWith("@P}")) {
            String name = ShellVariables.name(text.substring(2, text.length() - 3));
            for (String value : words.variables().variable(name)) {
                judge(new CommandLine(tree.from(node), List.of("eval", value), List.of(), List.of()), 0);
            }
        }
    }

    private void loop(int node) {
        int variable = words.firstOf(node, "variable_name");
        if (variable != SyntaxTree.NONE) {
            assignment(tree.text(variable) + "=" + CommandLine.HOLE, tree.from(node));
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
            assigned(current);
            written.ran(current);
            judged.add(current);
            runCode(current, code);
            if ((wrapped || code > 0) && name.equals("set") && functions.runsItsArguments("")) {
                arguments(current);
            }
            inside.further(current).forEach(each -> judge(each, code));
            current = inside.command(current).orElse(null);
            wrapped = true;
        }
    }

    /** {@code env NAME=value}, {@code export "NAME=value"}. */
    private void assigned(CommandLine line) {
        if (data.assigns().contains(line.name())) {
            line.arguments().stream()
                    .filter(each -> ASSIGNMENT.matcher(each).matches() && !each.contains(CommandLine.HOLE))
                    .forEach(each -> assignment(each, line.at()));
        }
    }

    private void script(CommandLine line, int at) {
        tools.of(line).ifPresent(scripts -> {
            tools.judged(line, scripts)
                    .ifPresent(each -> rules.command(each, (rule, what) -> findings.add(rule, line.toString(), at)));
            scripts.files().forEach(file -> judged.add(line.withWords(List.of("source", file))));
        });
    }

    /** Any argument may be the program that such a function runs. */
    private void arguments(CommandLine line) {
        List<String> arguments = line.arguments();
        for (int i = 0; i < Math.min(arguments.size(), MOST_WRAPPERS); i++) {
            boolean first = functions.runsArgument(line.name(), i + 1) || i == 1 && arguments.get(0).equals("--");
            List<String> rest = new ArrayList<>(first ? ShellTexts.split(arguments.get(i)) : List.of(arguments.get(i)));
            rest.addAll(arguments.subList(i + 1, arguments.size()));
            CommandLine run = line.withWords(rest);
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

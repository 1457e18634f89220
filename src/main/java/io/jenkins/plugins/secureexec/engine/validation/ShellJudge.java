package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Holds the rules against the command lines of a script, and against those that their programs would run. */
final class ShellJudge {
    private static final int DEEPEST_CODE = 4;
    private static final int MOST_WRAPPERS = 8;
    /** Functions that run their arguments and are among them. */
    private static final int MOST_RUNNING = 3;
    /** Functions that call one another could otherwise make any number of lines. */
    private static final int MOST_FILLED = 500;

    /** Stands in place of a program before the text of a here-document, whichever program reads it. */
    private static final String HERE_DOCUMENT = "(here-document)";
    /** Stands in place of a function of the script. */
    private static final String FUNCTION = "(function)";

    private static final java.util.regex.Pattern ASSIGNMENT =
            java.util.regex.Pattern.compile("(?s)[A-Za-z_]\\w*(\\[.*?])?\\+?=.*");

    private final LanguageFile.Commands data;
    private final CommandRules rules;
    private final Findings findings;
    private final InnerCommands inside;
    private final ToolScripts tools;
    private final WrittenFiles written;
    private final ShellFunctions functions;
    private final ShellRunners runners;
    private final Dispatch dispatch;
    private final FunctionBodies bodies;
    private final WorkingDirectory directory;
    /** How many functions around the line that is judged run their arguments. */
    private int running;
    /** How many lines of functions have been judged with the arguments of one call. */
    private int filled;

    ShellJudge(
            Shell shell,
            Findings findings,
            ShellFunctions functions,
            ShellRunners runners,
            Dispatch dispatch,
            FunctionBodies bodies) {
        this.bodies = bodies;
        this.data = shell.data();
        this.rules = shell.rules();
        this.findings = findings;
        this.functions = functions;
        this.runners = runners;
        this.dispatch = dispatch;
        this.directory = new WorkingDirectory(new Wildcards(data.places().get("known")), data.scripted());
        this.inside = new InnerCommands(data);
        this.tools = new ToolScripts(data.tools());
        this.written = new WrittenFiles(shell.interpreters());
    }

    private BiConsumer<Rule, String> hit(int at) {
        return (rule, what) -> findings.add(rule, what, at);
    }

    /** Tells of a line's breach of a rule by the line, not by what stands for it. */
    private BiConsumer<Rule, String> hit(CommandLine line) {
        return (rule, what) -> findings.add(rule, line.toString(), line.at());
    }

    /** A line of the script itself. */
    void line(CommandLine line) {
        line(line, 0);
    }

    private void line(CommandLine line, int depth) {
        CommandLine current = expanded(line);
        boolean wrapped = false;
        for (int i = 0; i < MOST_WRAPPERS && current != null; i++) {
            String name = current.name();
            if (runners.contains(name)) {
                arguments(current);
            }
            String first = current.words().get(0);
            if (dispatch.reaches(first, functions.names())) {
                return;
            }
            boolean program = wrapped || first.indexOf('/') >= 0;
            if (!program && functions.isDefined(name, line.at())) {
                rules.command(called(current), hit(current));
                return;
            }
            rules.command(current, hit(line.at()));
            directory.meant(current).ifPresent(each -> rules.command(each, hit(line.at())));
            script(current);
            assigned(current);
            written.ran(current);
            runCode(current, depth);
            if ((wrapped || depth > 0) && name.equals("set") && runners.contains("")) {
                arguments(current);
            }
            inside.further(current).forEach(each -> line(each, depth));
            current = inside.command(current).orElse(null);
            wrapped = true;
        }
    }

    private static CommandLine called(CommandLine line) {
        List<String> words = new ArrayList<>(line.words());
        words.set(0, FUNCTION);
        return line.withWords(words);
    }

    boolean isOwn(String function) {
        return bodies.has(function);
    }

    /** A call of a function of the script: what it does with files that it is given. */
    void call(CommandLine line) {
        if (line.arguments().stream().anyMatch(ShellJudge::isPath)) {
            filled = 0;
            call(line, 0);
        }
    }

    private void call(CommandLine line, int depth) {
        boolean follow = depth < DEEPEST_CODE && !line.words().isEmpty();
        for (CommandLine each : follow ? bodies.of(line.name()) : List.<CommandLine>of()) {
            if (filled++ < MOST_FILLED) {
                CommandLine inner = FunctionBodies.filled(each, line);
                files(inner, line);
                call(inner, depth + 1);
            }
        }
    }

    private static boolean isPath(String argument) {
        return argument.startsWith("/") || argument.startsWith("~") || argument.startsWith("../");
    }

    /** Judges what a line does with files, and tells of it by another line, which makes it do so. */
    void files(CommandLine line, CommandLine cause) {
        BiConsumer<Rule, String> hit = (rule, what) -> {
            if (rule.category() == Category.FILESYSTEM) {
                hit(cause).accept(rule, what);
            }
        };
        for (CommandLine.Redirect each : line.redirects()) {
            rules.redirect(new CommandLine.Redirect(each.operator(), directory.meant(each.target(), cause.at())), hit);
        }
        CommandLine current = line.words().isEmpty() ? null : line;
        for (int i = 0; i < MOST_WRAPPERS && current != null; i++) {
            rules.command(current, hit);
            directory.meant(current).ifPresent(each -> rules.command(each, hit));
            current = inside.command(current).orElse(null);
        }
    }

    /** A {@code cd} of the script, which holds up to that place. */
    void directory(CommandLine line, int holdsTo) {
        directory.enter(line, holdsTo);
    }

    /** The command line that a program such as {@code xargs} runs. */
    Optional<CommandLine> inner(CommandLine line) {
        return inside.command(line);
    }

    /** {@code {cat,notes}} is two words. */
    private static CommandLine expanded(CommandLine line) {
        String first = line.words().get(0);
        if (!first.startsWith("{") || first.indexOf(',') <= 0) {
            return line;
        }
        List<String> words = new ArrayList<>(ShellTexts.split(first));
        words.addAll(line.arguments());
        return line.withWords(words);
    }

    /** The scripts of awk and sed. */
    void script(CommandLine line) {
        tools.of(line).ifPresent(scripts -> {
            ToolScripts.Verdict verdict = tools.judged(line, scripts);
            verdict.breach().ifPresent(each -> rules.command(each, hit(line)));
            verdict.files().forEach(each -> redirect(each, line.at()));
            scripts.files().forEach(file -> written.read(line.withWords(List.of("source", file))));
        });
    }

    /** {@code env NAME=value}, {@code export "NAME=value"}. */
    private void assigned(CommandLine line) {
        if (data.assigns().contains(line.name())) {
            line.arguments().stream()
                    .filter(each -> ASSIGNMENT.matcher(each).matches() && !each.contains(CommandLine.HOLE))
                    .forEach(each -> assignment(each, line.at()));
        }
    }

    /** The programs among its arguments that such a function runs. */
    void arguments(CommandLine line) {
        if (running < MOST_RUNNING) {
            running++;
            run(line);
            running--;
        }
    }

    private void run(CommandLine line) {
        List<String> arguments = line.arguments();
        for (int i = 0; i < Math.min(arguments.size(), MOST_WRAPPERS); i++) {
            if (!runners.mayRunArgument(line.name(), i + 1)) {
                continue;
            }
            boolean first = runners.runsArgument(line.name(), i + 1)
                    || i == 1 && arguments.get(0).equals("--");
            List<String> rest = new ArrayList<>(first ? ShellTexts.split(arguments.get(i)) : List.of(arguments.get(i)));
            rest.addAll(arguments.subList(i + 1, arguments.size()));
            CommandLine run = line.withWords(rest);
            if (!arguments.get(i).startsWith("-") && (first || !run.name().equals(CommandLine.HOLE))) {
                line(run, DEEPEST_CODE);
            }
        }
    }

    private void runCode(CommandLine line, int depth) {
        if (depth < DEEPEST_CODE) {
            inside.code(line).ifPresent(text -> code(text, line.at(), depth + 1));
        }
    }

    /** A text at a place of the script that the shell runs as code. */
    void code(String text, int at) {
        code(text, at, 1);
    }

    private void code(String text, int at, int depth) {
        for (CommandLine inner :
                ShellReader.read(text.replace(CommandLine.HOLE, "$_")).orElse(List.of())) {
            inner.redirects().forEach(each -> redirect(each, at));
            inner.assignments().forEach(each -> assignment(each, at));
            if (!inner.words().isEmpty()) {
                List<String> words = new ArrayList<>(inner.words());
                words.replaceAll(
                        each -> each.equals(CommandLine.GIVEN) ? CommandLine.HOLE : each); // not the function's
                line(new CommandLine(at, words), depth);
            }
        }
    }

    void redirect(CommandLine.Redirect redirect, int at) {
        written.redirected(redirect);
        boolean file = redirect.operator().indexOf('&') != redirect.operator().length() - 1; // else a descriptor
        rules.redirect(
                file ? new CommandLine.Redirect(redirect.operator(), directory.meant(redirect.target(), at)) : redirect,
                hit(at));
    }

    void hereDocument(String text, int at) {
        rules.command(new CommandLine(at, List.of(HERE_DOCUMENT, "\n" + text)), hit(at));
    }

    /** {@code NAME=value}; other programs run the values of some variables. */
    void assignment(String assignment, int at) {
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

    /** Judges what starts a file that the script writes, perhaps further down: to be called when all else is done. */
    void written() {
        for (WrittenFiles.Start start : written.starts()) {
            rules.command(start.asWritten(), hit(start.line()));
        }
    }
}

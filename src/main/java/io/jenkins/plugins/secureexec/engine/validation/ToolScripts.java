package io.jenkins.plugins.secureexec.engine.validation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scripts that awk and sed are given on a command line. */
final class ToolScripts {
    /** Stands for a script that has other programs run. */
    static final String RUNS = "(runs)";
    /** Stands for a script that only the run will tell. */
    static final String UNKNOWN = "(unknown)";

    /** Stands for a script that the tool takes from its input. */
    static final String READ = "(input)";

    private static final java.util.regex.Pattern SUBSTITUTION =
            java.util.regex.Pattern.compile("(?s)s([/|#@,:!]).*\\1.*\\1[gpiI0-9]*");
    /** A whole command of a sed script. */
    private static final java.util.regex.Pattern UNKNOWN_COMMAND =
            java.util.regex.Pattern.compile("(?:^|[;\\n])[ \\t]*\\(\\?\\)[ \\t]*(?:[;\\n]|$)");

    private static final String ASSIGN = "--assign";

    private static final Set<String> INPUT = Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

    /**
     * What the letters of a tool's options take: a script, the file of one, something else, or the rest of the word.
     *
     * @param anywhere whether options may stand behind operands, too
     */
    private record Tool(
            String script, String file, String valued, String rest, List<String> longValued, boolean anywhere) {}

    private static final Map<String, Tool> TOOLS = Map.of(
            "awk", new Tool("e", "fE", "Fvli", "", List.of("--field-separator", ASSIGN, "--include", "--load"), false),
            "sed", new Tool("e", "f", "l", "i", List.of("--line-length"), true));

    private final Map<String, String> tools;

    /** {@code tools} says of each program which of the two it is. */
    ToolScripts(Map<String, String> tools) {
        this.tools = tools;
    }

    /** @param texts the scripts themselves @param files where others are @param values {@code name=value} for them */
    record Scripts(List<String> texts, List<String> files, List<String> values) {}

    /**
     * @param breach the line with a word for its argument that says what is wrong with its scripts, if anything is
     * @param files what they read and write themselves
     */
    record Verdict(Optional<CommandLine> breach, List<CommandLine.Redirect> files) {}

    /** The scripts of a line that starts one of these tools. */
    Optional<Scripts> of(CommandLine line) {
        return Optional.ofNullable(tools.get(line.name())).map(tool -> scripts(TOOLS.get(tool), line.arguments()));
    }

    /** What the scripts do. */
    Verdict judged(CommandLine line, Scripts scripts) {
        String tool = tools.get(line.name());
        // Commands of one script may be given in several arguments.
        String text = String.join("\n", scripts.texts());
        if (tool.equals("awk")) {
            AwkProgram program = new AwkProgram(text, scripts.values());
            return verdict(line, scripts, text, program.runs(), program.files());
        }
        SedScript script = new SedScript(text);
        return verdict(line, scripts, text, script.runs(), script.files());
    }

    private Verdict verdict(
            CommandLine line, Scripts scripts, String text, boolean runs, List<CommandLine.Redirect> files) {
        String found = runs ? RUNS : faulty(tools.get(line.name()), scripts, text);
        return new Verdict(Optional.ofNullable(found).map(word -> line.withWords(List.of(line.name(), word))), files);
    }

    @CheckForNull
    private static String faulty(String tool, Scripts scripts, String text) {
        if (scripts.files().stream().anyMatch(INPUT::contains)) {
            return READ;
        }
        // What a sed script is made of is often a parameter, what an awk program is made of hardly ever.
        boolean unknown = text.equals(CommandLine.HOLE)
                || tool.equals("sed") && UNKNOWN_COMMAND.matcher(text).find()
                || scripts.files().contains(CommandLine.HOLE);
        return unknown ? UNKNOWN : null;
    }

    private static Scripts scripts(Tool tool, List<String> words) {
        Scripts scripts = new Scripts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int i = 0;
        for (; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--") || !word.startsWith("-") || word.equals("-")) {
                break;
            }
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            i += (word.startsWith("--") ? longOption(tool, word, next, scripts) : letters(tool, word, next, scripts))
                    ? 1
                    : 0;
        }
        i += i < words.size() && words.get(i).equals("--") ? 1 : 0;
        if (scripts.texts().isEmpty() && scripts.files().isEmpty() && i < words.size()) {
            boolean option = words.get(i).equals(CommandLine.HOLE)
                    && i + 1 < words.size()
                    && SUBSTITUTION.matcher(words.get(i + 1)).matches();
            i += option ? 1 : 0; // sed $options s/a/b/
            scripts.texts().add(words.get(i));
        }
        return later(tool, words, i, scripts);
    }

    private static Scripts later(Tool tool, List<String> words, int from, Scripts scripts) {
        for (int i = from; i < words.size() && tool.anywhere(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            if (word.startsWith("--")) {
                longOption(tool, word, next, scripts);
            } else if (word.startsWith("-")) {
                letters(tool, word, next, scripts);
            }
        }
        return scripts;
    }

    /** Says whether the next word is the option's value. */
    private static boolean longOption(Tool tool, String word, String next, Scripts scripts) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? next : word.substring(equals + 1);
        // GNU's tools take the beginning of an option's name for it.
        boolean text = name.length() > 2 && ("--expression".startsWith(name) || "--source".startsWith(name));
        boolean file = name.length() > 3 && ("--file".startsWith(name) || "--exec".startsWith(name) && !text);
        if (text) {
            scripts.texts().add(value);
        } else if (file) {
            scripts.files().add(value);
        } else if (name.equals(ASSIGN)) {
            scripts.values().add(value);
        }
        return equals < 0 && (text || file || tool.longValued().contains(name));
    }

    private static boolean letters(Tool tool, String word, String next, Scripts scripts) {
        for (int i = 1; i < word.length(); i++) {
            String letter = word.substring(i, i + 1);
            String rest = word.substring(i + 1);
            if (tool.rest().contains(letter)) {
                return false;
            }
            boolean valued = tool.valued().contains(letter);
            if (tool.script().contains(letter)) {
                scripts.texts().add(rest.isEmpty() ? next : rest);
                valued = true;
            } else if (tool.file().contains(letter)) {
                scripts.files().add(rest.isEmpty() ? next : rest);
                valued = true;
            } else if (valued && letter.equals("v")) {
                scripts.values().add(rest.isEmpty() ? next : rest);
            }
            if (valued) {
                return rest.isEmpty();
            }
        }
        return false;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what the commands in a substitution print, as far as it is plain. */
final class ShellSubstitutions {
    /** A pipeline without other redirections whose last output goes to a file. */
    private static final java.util.regex.Pattern DISCARDED = java.util.regex.Pattern.compile(
            "[^<>&;#`{}\\\\\n]*((?<=[\\w'\") ])(?<![0-9])> ?(/dev/null|/tmp/[\\w.-]+|[\\w.-]+)( 2> ?(&1|/dev/null))?|(?<=[ ])&> ?/dev/null)");

    private static final java.util.regex.Pattern QUIET = java.util.regex.Pattern.compile(
            "([^<>&;#`{}\\\\\n]*[^|]\\|)?\\s*grep (-\\w+ )*(-\\w*q\\w*|--quiet)( [^<>&;#`{}|\\\\\n]*)?");

    private static final java.util.regex.Pattern ENDS = java.util.regex.Pattern.compile("(?s)^(\\$\\(|`)|(\\)|`)$");
    private static final java.util.regex.Pattern ERRORS =
            java.util.regex.Pattern.compile("(?<=\\s)2> ?/dev/null(?=\\s)");

    private static final java.util.regex.Pattern EVAL = java.util.regex.Pattern.compile("\\beval\\b");
    private static final java.util.regex.Pattern RENAMER = java.util.regex.Pattern.compile("(function|alias|hash)\\b");
    private static final java.util.regex.Pattern SETTINGS =
            java.util.regex.Pattern.compile("\\$\\((shopt -p[\\w ]*|shopt -po[\\w ]*|set \\+o)\\)");

    private static final java.util.regex.Pattern FIRST = java.util.regex.Pattern.compile(
            "\\$\\(\\s*(?:type -p|type -P|which|command -v)((?: +[\\w.+-]+){1,6})(?: 2> ?/dev/null)? *\\| *head (?:-n ?)?-?1\\s*\\)");

    /** Commands that print what they are given, or where it is. */
    private static final Set<String> PRINTERS = Set.of("echo", "printf", "which", "command", "type");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final ShellWords words;
    private final Map<String, Boolean> own = new HashMap<>();
    /** The whole script, once it is asked for. */
    private String script;
    /** Whether it may give any name another meaning. */
    private boolean evaluates;

    ShellSubstitutions(ShellNodes nodes, ShellWords words) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        this.words = words;
    }

    /** What {@code $(echo text)} prints, or the program that {@code $(command -v program)} finds. */
    List<String> of(int node) {
        int command = nodes.firstOf(node, ShellNode.COMMAND);
        if (silent(node)) {
            return ShellTexts.EMPTY;
        }
        if (command == SyntaxTree.NONE) {
            return first(node);
        }
        if (SETTINGS.matcher(tree.text(node)).matches() && !own("shopt") && !own("set")) {
            return List.of("shopt"); // commands that set what is set now
        }
        List<Integer> parts = nodes.words(command);
        String name = parts.isEmpty() ? "" : tree.text(parts.get(0));
        if (name.equals("mktemp") && !own(name)) {
            return List.of("/tmp/tmp.0123456789"); // one name for all such files, which no program has
        }
        if (!PRINTERS.contains(name) || nodes.firstOf(command, ShellNode.HERESTRING_REDIRECT) != SyntaxTree.NONE) {
            return ShellTexts.UNKNOWN;
        }
        List<String> texts = ShellTexts.EMPTY;
        for (int word : parts.subList(1, parts.size())) {
            List<String> expanded = words.of(word);
            if (texts.equals(ShellTexts.EMPTY)
                    && expanded.size() == 1
                    && expanded.get(0).startsWith("-")) {
                continue;
            }
            texts = ShellTexts.product(
                    texts, ShellTexts.product(List.of(texts.equals(ShellTexts.EMPTY) ? "" : " "), expanded));
        }
        boolean path = name.equals("which")
                || name.equals("type") && tree.text(command).contains("-P");
        if (path) {
            return texts.stream().map("/usr/bin/"::concat).toList(); // no function of the script
        }
        return name.equals("printf")
                ? texts.stream().map(ShellSubstitutions::printed).toList()
                : texts;
    }

    /** Which of several programs is there: {@code $(type -p greadlink readlink | head -n 1)}. */
    private List<String> first(int substitution) {
        java.util.regex.Matcher found = FIRST.matcher(tree.text(substitution));
        boolean plain = found.matches() && !own("type") && !own("which") && !own("command") && !own("head");
        return plain ? List.of(found.group(1).strip().split("\\s+")) : ShellTexts.UNKNOWN;
    }

    /** Whether nothing of what one {@code $(...)} prints gets into the word: a way to ask for an exit code. */
    private boolean silent(int substitution) {
        boolean discards = tree.has(substitution, '>');
        if (!discards && !tree.text(substitution).contains("grep")) {
            return false;
        }
        String bare = ENDS.matcher(tree.text(substitution)).replaceAll("").strip();
        String inside = ERRORS.matcher(bare).replaceAll("");
        return discards && DISCARDED.matcher(inside).matches()
                || QUIET.matcher(inside).matches() && !own("grep");
    }

    /** Whether the script may have given the program's name another meaning. */
    private boolean own(String program) {
        return own.computeIfAbsent(program, this::redefined);
    }

    private boolean redefined(String program) {
        if (script == null) {
            script = tree.text(0, tree.sourceLength());
            evaluates = script.contains("expand_aliases")
                    || script.contains("eval") && EVAL.matcher(script).find();
        }
        return evaluates
                || defines(program)
                || script.contains(program) && script.lines().anyMatch(line -> renames(line, program));
    }

    private boolean defines(String program) {
        for (int at = script.indexOf(program); at >= 0; at = script.indexOf(program, at + 1)) {
            int behind = at + program.length();
            while (behind < script.length() && Character.isWhitespace(script.charAt(behind))) {
                behind++;
            }
            boolean whole =
                    at == 0 || !Character.isLetterOrDigit(script.charAt(at - 1)) && script.charAt(at - 1) != '_';
            if (whole && behind < script.length() && script.charAt(behind) == '(') {
                return true;
            }
        }
        return false;
    }

    /** Looks from the line's first such word to its last such name only: a hostile line has thousands of both. */
    private static boolean renames(String line, String program) {
        int last = line.lastIndexOf(program);
        return last > 0
                && RENAMER.matcher(line)
                        .useTransparentBounds(true)
                        .region(0, last)
                        .find();
    }

    private static String printed(String arguments) {
        String plain = Escapes.resolve(arguments);
        if (plain.startsWith("%s ") && plain.indexOf('%', 1) < 0) {
            return plain.substring(3).replace(" ", "");
        }
        return plain.indexOf('%') < 0 ? plain : CommandLine.HOLE;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says whether an awk program has other programs run: by {@code system}, by a pipe, or by what {@code @} stands before;
 * else which files it opens. What is in its strings, patterns and comments does nothing of that.
 */
final class AwkProgram {
    /** A pipe into a constant command of text tools: {@code print | "sort -n"}, {@code print | "cat 1>&2"}. */
    private static final java.util.regex.Pattern TEXT_TOOL =
            java.util.regex.Pattern.compile("(sort|uniq|cat|head|tail|wc|tr|column)( [\\w ,.+:-]*)?( ?1?>&2)?");

    /** Words that no slash divides. */
    private static final Set<String> NO_OPERANDS =
            Set.of("return", "in", "print", "printf", "case", "do", "else", "exit", "getline");

    private static final Set<String> CONDITIONS = Set.of("if", "while", "for");
    private static final java.util.regex.Pattern CALLED = java.util.regex.Pattern.compile("(\\s|\\\\\r?\n)*\\(");

    private static final java.util.regex.Pattern VALUE =
            java.util.regex.Pattern.compile("\\s*(?:\\[[^\\]\\n]{0,200}+]\\s*)?=\\s*\"([^\"\\n]*)\"");
    private static final java.util.regex.Pattern ELEMENT = java.util.regex.Pattern.compile("\\s*\\[");
    private static final java.util.regex.Pattern PART =
            java.util.regex.Pattern.compile("[ \t(]*(?:\"([^\"\\n]*)\"|([A-Za-z_]\\w*)(?!\\w|\\s*[\\[(=]))");

    private final String program;
    private final List<CommandLine.Redirect> files = new ArrayList<>();
    /** What variables are given that are the names of files. */
    private final Map<String, String> values = new HashMap<>();

    private int at;

    /** {@code given} are its variables' first values: {@code name=value}. */
    AwkProgram(String program, List<String> given) {
        this.program = program;
        for (String each : given) {
            int end = each.indexOf('=');
            values.put(each.substring(0, Math.max(0, end)), each.substring(end + 1));
        }
    }

    /** The files that it reads and writes, once it is known whether it {@link #runs}. */
    List<CommandLine.Redirect> files() {
        return files;
    }

    boolean runs() {
        // Behind an operand a slash divides; elsewhere it begins a pattern.
        boolean operand = false;
        boolean condition = false;
        boolean reads = false;
        // Which of the open parentheses hold the condition of a statement, which is no operand.
        Deque<Boolean> open = new ArrayDeque<>();
        while (at < program.length()) {
            char c = program.charAt(at);
            if (c == '"') {
                delimited('"');
                operand = true;
            } else if (c == '/' && !operand) {
                delimited('/');
                operand = true;
            } else if (c == '#') {
                at = Math.max(at, program.indexOf('\n', at) < 0 ? program.length() : program.indexOf('\n', at));
            } else if (program.startsWith("||", at)) {
                at += 2;
                operand = false;
            } else if (c == '|') {
                if (!leadsToTextTool()) {
                    return true;
                }
                operand = false;
            } else if (c == '@' && !program.startsWith("@/", at)) {
                return true;
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                String word = word();
                if (word.equals("system")
                        && CALLED.matcher(program).region(at, program.length()).lookingAt()) {
                    return true;
                }
                operand = !NO_OPERANDS.contains(word);
                condition = CONDITIONS.contains(word);
                reads |= word.equals("getline");
                value(word);
                if (word.equals("ENVIRON")
                        && !ELEMENT.matcher(program)
                                .region(at, program.length())
                                .lookingAt()) {
                    files.add(new CommandLine.Redirect("<", "/proc/self/environ")); // all of it, as that file has it
                }
            } else if (c == '>' || c == '<' && reads) {
                at += program.startsWith(">>", at) ? 2 : 1;
                file(String.valueOf(c));
                operand = false;
            } else if (program.startsWith("++", at) || program.startsWith("--", at)) {
                at += 2; // belongs to the operand on one of its sides
            } else if (c == '(') {
                open.push(condition);
                condition = false;
                operand = false;
                at++;
            } else if (c == ')') {
                operand = open.isEmpty() || !open.pop();
                reads = false;
                at++;
            } else {
                reads &= ";}\n".indexOf(c) < 0;
                operand = c == ']' || c <= ' ' && operand && c != '\n';
                at++;
            }
        }
        return false;
    }

    private String word() {
        int from = at;
        while (at < program.length() && (Character.isLetterOrDigit(program.charAt(at)) || program.charAt(at) == '_')) {
            at++;
        }
        return program.substring(from, at);
    }

    /** Skips a string or a pattern; a slash within brackets does not end a pattern. */
    private void delimited(char end) {
        boolean brackets = false;
        for (at++; at < program.length(); at++) {
            char c = program.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == end && !brackets || c == '\n') {
                at++;
                return;
            } else if (end == '/' && (c == '[' || c == ']')) {
                boolean opens = c == '[' && !brackets;
                brackets = c == '[';
                at += opens && program.startsWith("^", at + 1) ? 1 : 0;
                at += opens && program.startsWith("]", at + 1) ? 1 : 0; // the first one stands for itself
            }
        }
    }

    /** Takes what a variable is given here; the files that awk reads by itself are in one. */
    private void value(String variable) {
        java.util.regex.Matcher value = VALUE.matcher(program).region(at, program.length());
        if (value.lookingAt()) {
            values.put(variable, value.group(1));
            if (variable.equals("ARGV")) {
                files.add(new CommandLine.Redirect("<", value.group(1)));
            }
        }
    }

    /** Takes the file whose name stands here: strings and variables side by side. */
    private void file(String operator) {
        StringBuilder name = new StringBuilder();
        java.util.regex.Matcher part = PART.matcher(program).region(at, program.length());
        while (part.lookingAt()) {
            name.append(part.group(1) != null ? part.group(1) : values.getOrDefault(part.group(2), CommandLine.HOLE));
            part.region(part.end(), program.length());
        }
        if (!name.isEmpty()) {
            files.add(new CommandLine.Redirect(operator, name.toString()));
        }
    }

    /** Whether the pipe here leads to nothing but a text tool; stands behind that then. */
    private boolean leadsToTextTool() {
        at++;
        while (at < program.length() && program.charAt(at) <= ' ') {
            at++;
        }
        int from = at + 1;
        if (at >= program.length() || program.charAt(at) != '"') {
            return false;
        }
        delimited('"');
        String command = program.substring(from, Math.max(from, at - 1));
        String rest = program.substring(at).stripLeading();
        // Another operand would be a part of the command.
        boolean ends = rest.isEmpty()
                || ";}#".indexOf(rest.charAt(0)) >= 0
                || program.substring(at).matches("(?s)[ \t\r]*\n.*");
        return ends && TEXT_TOOL.matcher(command).matches();
    }
}

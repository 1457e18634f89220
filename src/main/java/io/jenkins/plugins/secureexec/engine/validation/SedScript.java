package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;

/**
 * Says whether a sed script runs commands, by its command {@code e} or the flag of that name behind {@code s}; else which
 * files it opens.
 */
final class SedScript {
    private static final String FLAGS = "gpiImMew0123456789 \t\r";

    private final String script;
    /** Whether a delimiter in brackets ends no pattern; sed's versions differ there. */
    private final boolean brackets;

    private final List<CommandLine.Redirect> files = new ArrayList<>();
    private int at;

    SedScript(String script) {
        this(script, true);
    }

    private SedScript(String script, boolean brackets) {
        this.script = script;
        this.brackets = brackets;
    }

    /** The files that it reads and writes, once it is known whether it {@link #runs}. */
    List<CommandLine.Redirect> files() {
        return files;
    }

    boolean runs() {
        return scan() || new SedScript(script, false).scan();
    }

    private boolean scan() {
        while (at < script.length()) {
            char c = script.charAt(at++);
            switch (c) {
                case '/' -> part('/', brackets);
                case '\\' -> {
                    if (at < script.length()) {
                        part(script.charAt(at++), brackets);
                    }
                }
                case 'e' -> {
                    return true;
                }
                case 's' -> {
                    if (substitutes()) {
                        return true;
                    }
                }
                case 'y' -> twoParts(false);
                case 'a', 'i', 'c' -> text();
                case 'r', 'R' -> file("<");
                case 'w', 'W' -> file(">");
                case '#' -> line("\n");
                case ':' -> {
                    at += script.startsWith(" ", at) ? 1 : 0;
                    line("\n; \t");
                }
                case 'b', 't', 'T', 'v', 'q', 'Q', 'l', 'L' -> line("\n;}");
                // Blanks, line numbers and other addresses, what they stand before, and commands of one letter.
                default -> {}
            }
        }
        return false;
    }

    private boolean substitutes() {
        twoParts(brackets);
        while (at < script.length() && "\n;}#".indexOf(script.charAt(at)) < 0) {
            char flag = script.charAt(at++);
            if (flag == 'e') {
                return true;
            }
            if (flag == 'w') {
                file(">");
            } else if (FLAGS.indexOf(flag) < 0) {
                at = script.length(); // sed runs nothing of a script with an error
            }
        }
        return false;
    }

    private void twoParts(boolean pattern) {
        if (at < script.length()) {
            char delimiter = script.charAt(at++);
            part(delimiter, pattern);
            part(delimiter, false);
        }
    }

    /** Skips to behind the delimiter. */
    private void part(char delimiter, boolean pattern) {
        while (at < script.length()) {
            char c = script.charAt(at++);
            if (c == delimiter) {
                return;
            }
            if (c == '\\') {
                at++;
            } else if (c == '[' && pattern) {
                set();
            }
        }
    }

    /** Skips {@code []a-z[:space:]]}, whose bracket is behind, if it ends. */
    private void set() {
        int from = at;
        at += script.startsWith("^", at) ? 1 : 0;
        at += script.startsWith("]", at) ? 1 : 0;
        while (at < script.length() && script.charAt(at) != ']') {
            int end = script.startsWith("[:", at) ? script.indexOf(":]", at + 2) : -1;
            at = end < 0 ? at + 1 : end + 2;
        }
        at = at < script.length() ? at + 1 : from;
    }

    /** Skips the text of a, i and c, which goes on behind a backslash at the line's end. */
    private void text() {
        for (; at < script.length() && script.charAt(at) != '\n'; at++) {
            at += script.charAt(at) == '\\' ? 1 : 0;
        }
    }

    private void file(String operator) {
        int from = at;
        line("\n");
        files.add(new CommandLine.Redirect(operator, script.substring(from, at).strip()));
    }

    private void line(String ends) {
        while (at < script.length() && ends.indexOf(script.charAt(at)) < 0) {
            at++;
        }
    }
}

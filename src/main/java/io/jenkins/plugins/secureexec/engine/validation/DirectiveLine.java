package io.jenkins.plugins.secureexec.engine.validation;

import java.util.regex.Pattern;

/** Writes a directive without its comments and in words that the grammar knows. */
final class DirectiveLine {
    private static final Pattern INCLUDE_NEXT = Pattern.compile("^#\\s*include_next\\b");

    private DirectiveLine() {}

    /** Where the grammar is at a loss, blanks at the end make it take the next line for a part of this one. */
    static String plain(String line) {
        String bare = line.contains("/*") ? uncommented(line) : line;
        return INCLUDE_NEXT.matcher(bare).replaceFirst("#include").stripTrailing();
    }

    private static String uncommented(String line) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < line.length(); ) {
            int end = line.startsWith("/*", at) ? line.indexOf("*/", at + 2) + 2 : 1;
            if (end > 1) {
                plain.append(' ');
                at = end;
                continue;
            }
            if (line.startsWith("//", at)) {
                return plain.toString();
            }
            int next = line.charAt(at) == '"' ? afterText(line, at) : at + 1;
            plain.append(line, at, next);
            at = next;
        }
        return plain.toString();
    }

    private static int afterText(String line, int quote) {
        for (int at = quote + 1; at < line.length(); at++) {
            if (line.charAt(at) == '"') {
                return at + 1;
            }
            at += line.charAt(at) == '\\' ? 1 : 0;
        }
        return line.length();
    }
}

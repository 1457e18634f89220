package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.annotation.JsonCreator;

/** A pattern over qualified names and constant texts: {@code *} stops at a dot or a call, {@code **} does not. */
final class Glob {
    private final String pattern;
    private final boolean literal;
    /** How much of the pattern before its first and after its last star stands for itself. */
    private final int head;

    private final int tail;
    /** Whether no star stops anywhere. */
    private final boolean crossing;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Glob(String pattern) {
        this.pattern = pattern;
        literal = pattern.indexOf('*') < 0;
        head = literal ? pattern.length() : pattern.indexOf('*');
        tail = pattern.length() - 1 - pattern.lastIndexOf('*');
        crossing = !literal && crosses(pattern, head);
    }

    private static boolean crosses(String pattern, int firstStar) {
        int star = firstStar;
        while (star >= 0 && pattern.startsWith("**", star)) {
            star = pattern.indexOf('*', star + 2);
        }
        return star < 0;
    }

    String pattern() {
        return pattern;
    }

    boolean literal() {
        return literal;
    }

    boolean matches(String name) {
        if (literal) {
            return pattern.equals(name);
        }
        // Nearly every name fails here already, and most globs are asked about every name. Many begin alike (java.).
        return name.length() >= head + tail
                && (head == 0 || name.charAt(head - 1) == pattern.charAt(head - 1))
                && name.regionMatches(name.length() - tail, pattern, pattern.length() - tail, tail)
                && name.regionMatches(0, pattern, 0, head)
                && (crossing ? hasParts(name) : matches(head, name, head));
    }

    /** Whether the parts between the stars stand one behind the other between the head and the tail. */
    private boolean hasParts(String name) {
        int at = head;
        int part = head + 2;
        while (part < pattern.length() - tail) {
            int end = pattern.indexOf("**", part);
            at = indexOf(name, at, part, end);
            if (at < 0) {
                return false;
            }
            at += end - part;
            part = end + 2;
        }
        return at <= name.length() - tail;
    }

    /** Where the name has that part of the pattern first; negative where it has not. */
    private int indexOf(String name, int from, int part, int end) {
        int at = part == end ? from : name.indexOf(pattern.charAt(part), from);
        while (at >= 0 && !name.regionMatches(at, pattern, part, end - part)) {
            at = name.indexOf(pattern.charAt(part), at + 1);
        }
        return at;
    }

    /** Most places are none where the rest of the pattern even begins. */
    private boolean mayMatch(int rest, String name, int from) {
        return rest == pattern.length()
                || pattern.charAt(rest) == '*'
                || from < name.length() && name.charAt(from) == pattern.charAt(rest);
    }

    private boolean matches(int at, String name, int from) {
        int p = at;
        int n = from;
        while (p < pattern.length()) {
            if (pattern.charAt(p) != '*') {
                if (n >= name.length() || name.charAt(n) != pattern.charAt(p)) {
                    return false;
                }
                p++;
                n++;
                continue;
            }
            boolean crossing = pattern.startsWith("**", p);
            int rest = p + (crossing ? 2 : 1);
            if (rest == pattern.length() && crossing) {
                return true;
            }
            for (int end = n; ; end++) {
                if (mayMatch(rest, name, end) && matches(rest, name, end)) {
                    return true;
                }
                if (end >= name.length() || (!crossing && (name.charAt(end) == '.' || name.charAt(end) == '('))) {
                    return false;
                }
            }
        }
        return n == name.length();
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** A pattern over qualified names and constant texts: {@code *} stops at a dot or a call, {@code **} does not. */
final class Glob {
    private final String pattern;
    private final boolean literal;
    /** How much of the pattern before its first and after its last star stands for itself. */
    private final int head;

    private final int tail;
    /** What stands between stars that stop nowhere; null where one stops at dots. */
    private final String[] between;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Glob(String pattern) {
        this.pattern = pattern;
        literal = pattern.indexOf('*') < 0;
        head = literal ? pattern.length() : pattern.indexOf('*');
        tail = pattern.length() - 1 - pattern.lastIndexOf('*');
        boolean crossing = !literal && !pattern.replace("**", "").contains("*");
        between = crossing ? pattern.substring(head, pattern.length() - tail).split("\\*\\*") : null;
    }

    String pattern() {
        return pattern;
    }

    boolean literal() {
        return literal;
    }

    static boolean any(List<Glob> globs, String name) {
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
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
                && (between == null ? matches(head, name, head) : hasBetween(name));
    }

    private boolean hasBetween(String name) {
        int at = head;
        for (String part : between) {
            at = name.indexOf(part, at);
            if (at < 0) {
                return false;
            }
            at += part.length();
        }
        return at <= name.length() - tail;
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
            boolean literally = crossing && pattern.charAt(rest) != '*';
            for (int end = n; ; end++) {
                end = literally ? name.indexOf(pattern.charAt(rest), end) : end;
                if (end < 0) {
                    return false;
                }
                if (matches(rest, name, end)) {
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

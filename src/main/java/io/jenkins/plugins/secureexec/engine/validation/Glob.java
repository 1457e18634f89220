package io.jenkins.plugins.secureexec.engine.validation;

/** A pattern over qualified names and constant texts: {@code *} stops at a dot or a call, {@code **}
 * does not. */
record Glob(String pattern) {

    boolean matches(String name) {
        return matches(0, name, 0);
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

    boolean literal() {
        return pattern.indexOf('*') < 0;
    }
}

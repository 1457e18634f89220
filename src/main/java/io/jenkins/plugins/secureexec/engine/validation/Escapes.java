package io.jenkins.plugins.secureexec.engine.validation;

/** Backslash escapes as the nine languages share them; what only some of them know does no harm in the others. */
final class Escapes {
    private final String text;
    private final StringBuilder plain = new StringBuilder();
    private int at;

    private Escapes(String text) {
        this.text = text;
    }

    static String resolve(String text) {
        return text.indexOf('\\') < 0 ? text : new Escapes(text).resolve();
    }

    private String resolve() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escape(text.charAt(at++));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private void escape(char kind) {
        switch (kind) {
            case 'n' -> plain.append('\n');
            case 't' -> plain.append('\t');
            case 'r' -> plain.append('\r');
            case 'a' -> plain.append('\u0007');
            case 'b' -> plain.append('\b');
            case 'f' -> plain.append('\f');
            case 'v' -> plain.append('\u000B');
            case 'e', 'E' -> plain.append('\u001B');
            case '\n' -> {}
            case 'x' -> code(16, 2, kind);
            case 'u' -> code(16, 4, kind);
            case 'U' -> code(16, 8, kind);
            case 'N' -> named();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                code(8, 3, kind);
            }
            default -> plain.append(kind);
        }
    }

    private void code(int radix, int digits, char kind) {
        int end = at;
        if (radix == 16 && at < text.length() && text.charAt(at) == '{') {
            end = text.indexOf('}', ++at);
            end = end < 0 ? text.length() : end;
        } else {
            while (end < text.length() && end - at < digits && Character.digit(text.charAt(end), radix) >= 0) {
                end++;
            }
        }
        int code = number(text.substring(at, end), radix);
        if (code < 0) {
            plain.append(kind);
            return;
        }
        plain.appendCodePoint(code);
        at = end < text.length() && text.charAt(end) == '}' && text.charAt(at - 1) == '{' ? end + 1 : end;
    }

    /** -1 where the digits are no character. */
    private static int number(String digits, int radix) {
        int code = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0 || code > Character.MAX_CODE_POINT) {
                return -1;
            }
            code = code * radix + digit;
        }
        return digits.isEmpty() || code > Character.MAX_CODE_POINT ? -1 : code;
    }

    private void named() {
        int close = at < text.length() && text.charAt(at) == '{' ? text.indexOf('}', at) : -1;
        if (close < 0) {
            plain.append('N');
            return;
        }
        try {
            plain.appendCodePoint(Character.codePointOf(text.substring(at + 1, close)));
        } catch (IllegalArgumentException e) {
            // No such character: the language refuses the literal, so what stands here does not matter.
            plain.append('?');
        }
        at = close + 1;
    }
}

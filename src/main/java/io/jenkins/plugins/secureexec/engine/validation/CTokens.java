package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Arrays;

/**
 * The tokens of C and C++ as the preprocessor sees them. The grammars cannot be asked: they describe what the
 * preprocessor leaves. Comments and blanks are left out; a directive is one token up to the end of its line.
 */
final class CTokens {
    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        PUNCTUATOR,
        DIRECTIVE,
        /** A character that begins no token, or a literal or comment that does not end. */
        WRONG
    }

    private static final String[] LONG_PUNCTUATORS = {
        "<<=", ">>=", "...", "->*", "<=>", "##", "::", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
        "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", ".*"
    };

    private final String text;
    private Kind[] kinds;
    private int[] starts;
    private int[] ends;
    private int count;
    private int at;
    private boolean lineStart = true;

    private CTokens(String text) {
        this.text = text;
        int room = text.length() / 4 + 8;
        kinds = new Kind[room];
        starts = new int[room];
        ends = new int[room];
    }

    static CTokens of(String text) {
        CTokens tokens = new CTokens(text);
        while (tokens.next()) {}
        return tokens;
    }

    int count() {
        return count;
    }

    Kind kind(int token) {
        return kinds[token];
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    String text(int token) {
        return text.substring(starts[token], ends[token]);
    }

    int column(int token) {
        return starts[token] - text.lastIndexOf('\n', Math.max(0, starts[token] - 1));
    }

    boolean is(int token, String wanted) {
        return token >= 0
                && token < count
                && ends[token] - starts[token] == wanted.length()
                && text.startsWith(wanted, starts[token]);
    }

    boolean is(int token, Kind wanted) {
        return token >= 0 && token < count && kinds[token] == wanted;
    }

    private boolean next() {
        skipBlanks();
        if (at >= text.length()) {
            return false;
        }
        int start = at;
        char c = text.charAt(at);
        Kind kind;
        if (c == '#' && lineStart) {
            kind = Kind.DIRECTIVE;
            directive();
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_' || c == '$' || Character.isSurrogate(c)) {
            kind = name();
        } else if (digit(at) || (c == '.' && digit(at + 1))) {
            kind = Kind.NUMBER;
            number();
        } else if (c == '"' || c == '\'') {
            kind = literal(c) ? Kind.TEXT : Kind.WRONG;
        } else if (text.startsWith("/*", at)) {
            kind = Kind.WRONG; // a comment that ends has been skipped
            at = text.length();
        } else {
            kind = punctuator(c);
        }
        lineStart = false;
        add(kind, start);
        return true;
    }

    private void add(Kind kind, int start) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        kinds[count] = kind;
        starts[count] = start;
        ends[count++] = at;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                lineStart = true;
                at++;
            } else if (Character.isWhitespace(c) || c == '\\') { // a splice with blanks after it
                at++;
            } else if (!skipComment()) {
                return;
            }
        }
    }

    private boolean skipComment() {
        if (text.startsWith("//", at)) {
            at = endOfLine();
            return true;
        }
        int end = text.startsWith("/*", at) ? text.indexOf("*/", at + 2) : -1;
        at = end < 0 ? at : end + 2;
        return end >= 0;
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** A comment may go on past the end of the line, and the directive with it. Its literals need not end. */
    private void directive() {
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '/' && skipComment()) {
                continue;
            }
            if (c == '"') {
                literal(c);
            } else {
                at++;
            }
        }
    }

    private Kind name() {
        int start = at;
        while (at < text.length()
                && (Character.isUnicodeIdentifierPart(text.charAt(at))
                        || text.charAt(at) == '$'
                        || Character.isSurrogate(text.charAt(at)))) {
            at++;
        }
        boolean prefix = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'') && at - start <= 3;
        if (!prefix) {
            return Kind.NAME;
        }
        String letters = text.substring(start, at);
        return switch (letters) {
            case "R", "LR", "uR", "UR", "u8R" -> rawLiteral() ? Kind.TEXT : Kind.WRONG;
            case "L", "u", "U", "u8" -> literal(text.charAt(at)) ? Kind.TEXT : Kind.WRONG;
            default -> Kind.NAME;
        };
    }

    private boolean rawLiteral() {
        int open = text.indexOf('(', at);
        if (open < 0 || open - at > 17) {
            return literal(text.charAt(at));
        }
        String close = ")" + text.substring(at + 1, open) + "\"";
        int end = text.indexOf(close, open);
        at = end < 0 ? text.length() : end + close.length();
        return end >= 0;
    }

    private boolean literal(char quote) {
        at++;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at++);
            if (c == quote) {
                return true;
            }
            if (c == '\\' && at < text.length()) {
                at++;
            }
        }
        return false;
    }

    private boolean digit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /** C 6.4.8: a preprocessing number takes letters, dots, signs after an exponent, and quotes between digits. */
    private void number() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponent = (c == '+' || c == '-') && "eEpP".indexOf(text.charAt(at - 1)) >= 0;
            boolean grouped = c == '\'' && at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1));
            if (!exponent && !grouped && c != '.' && c != '_' && !Character.isLetterOrDigit(c)) {
                return;
            }
            at++;
        }
    }

    private Kind punctuator(char c) {
        for (String punctuator : LONG_PUNCTUATORS) {
            if (text.startsWith(punctuator, at)) {
                at += punctuator.length();
                return Kind.PUNCTUATOR;
            }
        }
        at++;
        return "{}[]()<>;:?.,+-*/%^&|~!=#".indexOf(c) >= 0 ? Kind.PUNCTUATOR : Kind.WRONG;
    }
}

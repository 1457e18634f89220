package io.jenkins.plugins.secureexec.engine.validation;

/** A shell script, and how far it has been read. */
final class ShellText {
    private static final int DEEPEST = 150;

    /** The text is no script. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    final String text;
    int at;
    /** Where what is being read ends: the text, or a here-document in it. */
    int limit;

    private int depth;
    private int steps;

    ShellText(String text) {
        this.text = text;
        this.limit = text.length();
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    /** Whether the character ends a word that is not quoted. */
    static boolean endsWord(char c) {
        return switch (c) {
            case ' ', '\t', '\r', '\n', ';', '&', '|', '(', ')', '<', '>' -> true;
            default -> false;
        };
    }

    /** Whether the character stands for itself wherever it stands in a word, and so does what follows it. */
    static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '-' && c <= ':' || c == '_' || c == '=' || c == ',';
    }

    char peek(int ahead) {
        return at + ahead < limit ? text.charAt(at + ahead) : '\0';
    }

    boolean on(String token) {
        return at + token.length() <= limit && text.startsWith(token, at);
    }

    void expect(boolean condition) {
        if (!condition) {
            throw new Unreadable();
        }
    }

    /** Counts steps. What is no arithmetic is read twice, and nested so, 2 to the depth times. */
    void step(int count) {
        steps += count;
        expect(steps < 20 * text.length() + 1000);
    }

    void enter() {
        expect(++depth < DEEPEST);
    }

    void leave() {
        depth--;
    }

    /** Skips one blank or continued line end, if there is one. */
    boolean space() {
        char c = peek(0);
        if (isBlank(c)) {
            at++;
            return true;
        }
        if (c != '\\') {
            return false;
        }
        if (on("\\\n") || on("\\\r\n")) {
            at += on("\\\n") ? 2 : 3;
            return true;
        }
        return false;
    }

    void spaces() {
        while (space()) {}
    }
}

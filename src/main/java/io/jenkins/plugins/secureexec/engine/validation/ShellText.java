package io.jenkins.plugins.secureexec.engine.validation;

/** A shell script, and how far it has been read. */
final class ShellText {
    static final String BLANKS = " \t\r";
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

    /** Counts a step. What is no arithmetic is read twice, and nested so, 2 to the depth times. */
    void step() {
        expect(++steps < 20 * text.length() + 1000);
    }

    void enter() {
        expect(++depth < DEEPEST);
    }

    void leave() {
        depth--;
    }

    /** Skips one blank or continued line end, if there is one. */
    boolean space() {
        if (at < limit && BLANKS.indexOf(peek(0)) >= 0) {
            at++;
            return true;
        }
        if (on("\\\n") || on("\\\r\n")) {
            at += on("\\\n") ? 2 : 3;
            return true;
        }
        return false;
    }

    void spaces() {
        while (space()) { }
    }
}

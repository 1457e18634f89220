package io.jenkins.plugins.secureexec.engine.validation;

/** Reads the words of a script without their quotes, and hands the commands in their substitutions back. */
final class ShellWordReader {
    static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[A-Za-z_]\\w*");

    private final ShellText script;
    private final ShellReader commands;
    private final ShellExpansionReader expansions;
    /** Takes what nobody asks for. */
    private final StringBuilder skipped = new StringBuilder();

    private int backquoted;

    ShellWordReader(ShellText script, ShellReader commands) {
        this.script = script;
        this.commands = commands;
        this.expansions = new ShellExpansionReader(script, commands, this);
    }

    ShellExpansionReader expansions() {
        return expansions;
    }

    /** A word without its quotes. */
    String word() {
        StringBuilder word = new StringBuilder();
        while (script.at < script.limit) {
            char c = script.peek(0);
            if (ShellText.isPlain(c)) {
                plain(word);
            } else if ((c == '<' || c == '>') && script.peek(1) == '(' && word.length() == 0) {
                script.at += 2;
                commands.list(')');
                word.append(CommandLine.HOLE);
            } else if (script.peek(1) == '(' && "?*+@!".indexOf(c) >= 0) {
                word.append(c);
                script.at += 2;
                group();
            } else if (c == '[' && subscript(word)) {
                word.append("[]");
            } else if (ShellText.endsWord(c) || c == '`' && backquoted > 0) {
                break;
            } else {
                quoted(word);
            }
        }
        return word.toString();
    }

    private void plain(StringBuilder word) {
        int from = script.at;
        while (ShellText.isPlain(script.peek(0))) {
            script.at++;
        }
        script.step(script.at - from);
        word.append(script.text, from, script.at);
    }

    /** Blanks and operators in the subscript of an assignment end no word. */
    private boolean subscript(StringBuilder word) {
        if (word.length() > 60 || !NAME.matcher(word).matches()) {
            return false;
        }
        int start = script.at;
        int commandsBefore = commands.count();
        script.at++;
        StringBuilder key = new StringBuilder();
        for (int level = 0; script.at < script.limit && script.peek(0) != '\n'; ) {
            if (script.peek(0) == ']' && level-- == 0) {
                break;
            }
            level += script.peek(0) == '[' ? 1 : 0;
            quoted(key);
        }
        if (script.on("]=") || script.on("]+=")) {
            script.at++;
            return true;
        }
        script.at = start;
        commands.forget(commandsBefore);
        return false;
    }

    /** An extended pattern's alternatives, up to its closing parenthesis. */
    private void group() {
        int level = 1;
        while (level > 0) {
            script.expect(script.at < script.limit);
            char c = script.peek(0);
            if (c == '(' || c == ')') {
                level += c == '(' ? 1 : -1;
                script.at++;
            } else {
                skip();
            }
        }
    }

    /** Reads one character, quoted text or expansion for the commands in it only. */
    void skip() {
        quoted(skipped);
        skipped.setLength(0);
    }

    /** Reads a here-document for the commands in it. */
    void skipText() {
        while (script.at < script.limit) {
            expanding(skipped);
            skipped.setLength(0);
        }
    }

    /** One character, quoted text or expansion. */
    void quoted(StringBuilder word) {
        script.step(1);
        char c = script.peek(0);
        if (c == '\'') {
            int close = script.text.indexOf('\'', script.at + 1);
            script.expect(close >= 0 && close < script.limit);
            word.append(script.text, script.at + 1, close);
            script.at = close + 1;
        } else if (c == '"') {
            doubleQuoted(word);
        } else if (c == '$' && script.peek(1) == '\'') {
            int close = script.at + 2;
            while (close < script.limit && script.text.charAt(close) != '\'') {
                close += script.text.charAt(close) == '\\' ? 2 : 1;
            }
            script.expect(close < script.limit);
            word.append(Escapes.resolve(script.text.substring(script.at + 2, close)));
            script.at = close + 1;
        } else if (c == '$' && script.peek(1) == '"') {
            script.at++;
            doubleQuoted(word);
        } else {
            expanding(word);
        }
    }

    private void doubleQuoted(StringBuilder word) {
        script.at++;
        while (true) {
            script.expect(script.at < script.limit);
            char c = script.peek(0);
            if (c == '"') {
                script.at++;
                return;
            }
            if (c == ' ' || ShellText.isPlain(c) || c == '\\' && "$`\"\\\n".indexOf(script.peek(1)) < 0) {
                word.append(c);
                script.at++;
            } else {
                expanding(word);
            }
        }
    }

    /** One character or expansion, as within double quotes. */
    void expanding(StringBuilder word) {
        char c = script.peek(0);
        if (c == '\\') {
            if (script.peek(1) != '\n' && script.at + 1 < script.limit) {
                word.append(script.peek(1));
            }
            script.at = Math.min(script.limit, script.at + 2);
        } else if (c == '`') {
            script.expect(backquoted == 0);
            backquoted++;
            int from = ++script.at;
            commands.list('`');
            backquoted--;
            commands.backquoted(from, script.text.substring(from, script.at - 1));
            word.append(CommandLine.HOLE);
        } else if (c == '$') {
            expansions.read(word);
        } else {
            word.append(c);
            script.at++;
        }
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

/** Reads what a dollar sign begins: an expansion, a substitution, an arithmetic expression. */
final class ShellExpansionReader {
    private final ShellText script;
    private final ShellReader commands;
    private final ShellWordReader words;

    ShellExpansionReader(ShellText script, ShellReader commands, ShellWordReader words) {
        this.script = script;
        this.commands = commands;
        this.words = words;
    }

    /** Adds what the expansion stands for, as far as that is known. */
    void read(StringBuilder word) {
        char next = script.peek(1);
        if (next == '(') {
            boolean counted = script.peek(2) == '(' && arithmetic(3);
            if (!counted) {
                script.at += 2;
                commands.list(')');
            }
            word.append(CommandLine.HOLE);
        } else if (next == '[') {
            script.at += 2;
            while (script.at < script.limit && script.peek(0) != ']') {
                words.skip();
            }
            script.at = Math.min(script.limit, script.at + 1);
            word.append(CommandLine.HOLE);
        } else if (next == '{') {
            boolean given =
                    "@*123456789".indexOf(script.peek(2)) >= 0 && (script.peek(3) == '}' || script.peek(3) == ':');
            boolean separator = script.on("${IFS}") || script.on("${IFS:") || script.on("${IFS%");
            script.at += 2;
            parameter();
            word.append(separator ? " " : given ? CommandLine.GIVEN : CommandLine.HOLE);
        } else if (Character.isLetter(next) || next == '_') {
            int start = ++script.at;
            while (Character.isLetterOrDigit(script.peek(0)) || script.peek(0) == '_') {
                script.at++;
            }
            word.append(script.text.substring(start, script.at).equals("IFS") ? " " : CommandLine.HOLE);
        } else if (next != '\0' && "@*#?$!-0123456789".indexOf(next) >= 0) {
            script.at += 2;
            word.append("#?$!-0".indexOf(next) >= 0 ? CommandLine.HOLE : CommandLine.GIVEN);
        } else {
            script.at++;
            word.append('$');
        }
    }

    private void parameter() {
        script.enter();
        while (true) {
            script.expect(script.at < script.limit);
            char c = script.peek(0);
            if (c == '}') {
                script.at++;
                script.leave();
                return;
            }
            if (c == '\'' && !closesBefore()) {
                script.at++;
            } else {
                words.skip();
            }
        }
    }

    /** Within double quotes an apostrophe in an expansion quotes nothing: it has no partner before the brace then. */
    private boolean closesBefore() {
        int close = script.text.indexOf('\'', script.at + 1);
        int brace = script.text.indexOf('}', script.at + 1);
        return close >= 0
                && close < script.limit
                && (brace < 0 || close < brace || script.text.charAt(script.at + 1) == '}');
    }

    /** Whether an arithmetic expression stood here, behind so many characters that open it; it is skipped then. */
    boolean arithmetic(int opening) {
        int start = script.at;
        int before = commands.count();
        script.at += opening;
        int level = 2;
        while (script.at < script.limit) {
            char c = script.peek(0);
            if (c == '(') {
                level++;
                script.at++;
            } else if (c == ')') {
                if (level == 2) {
                    if (script.peek(1) == ')') {
                        script.at += 2;
                        return true;
                    }
                    break;
                }
                level--;
                script.at++;
            } else if (c == '\'' || c == '#') {
                script.at++;
            } else {
                words.skip();
            }
        }
        script.at = start;
        commands.forget(before);
        return false;
    }
}

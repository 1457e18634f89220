package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Reads the words of the shell's language: loops, cases, tests, groups, and whether they pair up. */
final class ShellKeywordReader {
    private static final int LONGEST = "function".length();
    private static final Set<String> ENDS = Set.of("fi", "done", "}", "esac");
    /** What may stand behind the name of a coprocess. */
    private static final java.util.regex.Pattern GROUP =
            java.util.regex.Pattern.compile("(?s)([{(]|\\[\\[|while\\s|until\\s|if\\s|for\\s|case\\s|select\\s).*");

    private final ShellText script;
    private final ShellReader commands;
    private final ShellWordReader words;
    private final ShellRedirectReader redirects;

    ShellKeywordReader(ShellText script, ShellReader commands, ShellWordReader words, ShellRedirectReader redirects) {
        this.script = script;
        this.commands = commands;
        this.words = words;
        this.redirects = redirects;
    }

    /** Whether a word of the language stood here; it is skipped then. */
    boolean keyword(Deque<String> open) {
        int end = script.at;
        while (end < script.limit && end - script.at <= LONGEST && !ShellText.endsWord(script.text.charAt(end))) {
            end++;
        }
        if (end - script.at > LONGEST) {
            return false;
        }
        String word = script.text.substring(script.at, end);
        switch (word) {
            case "if" -> open.push("fi");
            case "do" -> open.push("done");
            case "{" -> open.push("}");
            case "fi", "done", "}", "esac" ->
                script.expect(!open.isEmpty() && open.pop().equals(word));
            case "then", "else", "elif" -> script.expect("fi".equals(open.peek()));
            case "while", "until", "!", "time" -> {}
            case "[[", "for", "select", "case", "function", "coproc" -> {}
            default -> {
                return false;
            }
        }
        script.at = end;
        switch (word) {
            case "[[" -> test();
            case "for", "select" -> loop();
            case "coproc" -> coprocessName();
            case "function" -> {
                script.spaces();
                words.word();
                commands.parentheses();
            }
            case "case" -> {
                script.spaces();
                words.word();
                commands.blank();
                script.expect(script.on("in"));
                script.at += 2;
                open.push("esac");
                pattern(open);
            }
            default -> redirects(word);
        }
        return true;
    }

    /** A coprocess may have a name where a group or a loop follows; what it runs is read as any other command. */
    private void coprocessName() {
        script.spaces();
        int end = script.at;
        while (end < script.limit
                && (Character.isLetterOrDigit(script.text.charAt(end)) || script.text.charAt(end) == '_')) {
            end++;
        }
        int behind = end;
        while (behind < script.limit && ShellText.isBlank(script.text.charAt(behind))) {
            behind++;
        }
        boolean group = GROUP.matcher(script.text.substring(behind, Math.min(script.limit, behind + 7)))
                .matches();
        script.at = end > script.at && behind > end && group ? end : script.at;
    }

    private void redirects(String word) {
        if (ENDS.contains(word)) {
            commands.add(new CommandLine(script.at, List.of(), redirects.all(), List.of()));
        }
    }

    private void loop() {
        script.spaces();
        if (script.on("((")) {
            script.expect(words.expansions().arithmetic(2));
            return;
        }
        script.expect(!words.word().isEmpty());
        commands.blank();
        if (script.on("in") && (script.at + 2 >= script.limit || !Character.isLetterOrDigit(script.peek(2)))) {
            script.at += 2;
            script.spaces();
            while (script.at < script.limit && "\n;&|)".indexOf(script.peek(0)) < 0) {
                int before = script.at;
                words.word();
                script.expect(script.at > before);
                script.spaces();
            }
        }
    }

    /** A pattern of a case, with the parenthesis that ends it; or the end of the case. */
    void pattern(Deque<String> open) {
        commands.blank();
        if (script.on("esac")) {
            return;
        }
        if (script.peek(0) == '(') {
            script.at++;
        }
        while (true) {
            script.spaces();
            words.word();
            script.spaces();
            script.expect(script.peek(0) == '|' || script.peek(0) == ')');
            if (script.text.charAt(script.at++) == ')') {
                return;
            }
        }
    }

    private void test() {
        while (script.at < script.limit) {
            if (script.on("]]") && " \t\r\n".indexOf(script.text.charAt(script.at - 1)) >= 0) {
                script.at += 2;
                redirects.all();
                return;
            }
            words.skip();
        }
        throw new ShellText.Unreadable();
    }
}

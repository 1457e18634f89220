package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads where a script's commands have their input from and their output go, here-documents included. */
final class ShellRedirectReader {
    private static final List<String> OPERATORS =
            List.of("<<<", "<<-", "<<", "&>>", "&>", "<>", "<&", "<", ">>", ">&", ">|", ">");

    private static final java.util.regex.Pattern QUOTES = java.util.regex.Pattern.compile("[\"'\\\\]");
    private static final java.util.regex.Pattern WORD = java.util.regex.Pattern.compile("\\w+");
    private static final java.util.regex.Pattern TABS = java.util.regex.Pattern.compile("^\t+");

    private record HereDocument(String end, boolean quoted, boolean indented) {}

    private final ShellText script;
    private final ShellWordReader words;
    private final Deque<HereDocument> hereDocuments = new ArrayDeque<>();

    ShellRedirectReader(ShellText script, ShellWordReader words) {
        this.script = script;
        this.words = words;
    }

    /** All redirections that stand here, as behind the end of a group. */
    List<CommandLine.Redirect> all() {
        List<CommandLine.Redirect> redirects = new ArrayList<>();
        script.spaces();
        while (redirect(redirects)) {
            script.spaces();
        }
        return redirects;
    }

    /** Skips the here-documents that the line before began. */
    void hereDocuments() {
        while (!hereDocuments.isEmpty()) {
            hereDocument(hereDocuments.poll());
        }
    }

    /** Whether a redirection stood here; it is added then. */
    boolean redirect(List<CommandLine.Redirect> redirects) {
        if (!mayBegin(script.peek(0))) {
            return false;
        }
        int start = script.at;
        while (Character.isDigit(script.peek(0))) {
            script.at++;
        }
        if (script.at == start && script.peek(0) == '{') {
            int close = script.text.indexOf('}', script.at);
            boolean named = close > 0
                    && close < script.limit
                    && WORD.matcher(script.text).region(script.at + 1, close).matches();
            script.at = named ? close + 1 : script.at;
        }
        for (String operator : "<>&".indexOf(script.peek(0)) < 0 ? List.<String>of() : OPERATORS) {
            if (script.on(operator) && !script.on("<(") && !script.on(">(")) {
                script.at += operator.length();
                script.spaces();
                int from = script.at;
                String target = words.word();
                if (operator.equals("<<") || operator.equals("<<-")) {
                    boolean quoted =
                            QUOTES.matcher(script.text).region(from, script.at).find();
                    hereDocuments.add(new HereDocument(target, quoted, operator.equals("<<-")));
                } else {
                    redirects.add(new CommandLine.Redirect(operator, target));
                }
                return true;
            }
        }
        script.at = start;
        return false;
    }

    private static boolean mayBegin(char c) {
        return c == '<' || c == '>' || c == '&' || c == '{' || Character.isDigit(c);
    }

    private void hereDocument(HereDocument document) {
        int body = script.at;
        while (script.at < script.limit) {
            int end = script.text.indexOf('\n', script.at);
            end = end < 0 || end > script.limit ? script.limit : end;
            String line = script.text.substring(script.at, end);
            if ((document.indented() ? TABS.matcher(line).replaceFirst("") : line).equals(document.end())) {
                break;
            }
            script.at = Math.min(script.limit, end + 1);
        }
        int bodyEnd = script.at;
        int next = script.text.indexOf('\n', script.at);
        if (!document.quoted()) {
            int outer = script.limit;
            script.limit = bodyEnd;
            script.at = body;
            words.skipText();
            script.limit = outer;
        }
        script.at = next < 0 || next > script.limit ? script.limit : next;
    }
}

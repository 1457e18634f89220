package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads a shell script word by word: its commands, wherever they stand, and whether its quotes and keywords pair up.
 *
 * <p>The grammar's parser gives up on some 7 % of valid scripts ({@code for i do}, {@code ${x:$i:1}}, {@code 10#$n},
 * {@code a[$i,$j]}) and overlooks backquotes in here-documents. This reader knows less of a script, and loses none of
 * its commands.
 */
final class ShellReader {
    private static final int DEEPEST = 150;
    private static final String BLANKS = " \t\r";
    private static final java.util.regex.Pattern ASSIGNMENT =
            java.util.regex.Pattern.compile("(?s)[A-Za-z_]\\w*(\\[[^\\]]*\\])?\\+?=.*");

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    private record HereDocument(String end, boolean quoted, boolean indented) {}

    private final String text;
    private final List<CommandLine> commands = new ArrayList<>();
    private final Deque<HereDocument> hereDocuments = new ArrayDeque<>();
    private int at;
    private int limit;
    private int depth;
    private int steps;

    private ShellReader(String text) {
        this.text = text;
        this.limit = text.length();
    }

    /** The commands, with places in characters; empty where the text is no script. */
    static Optional<List<CommandLine>> read(String text) {
        ShellReader reader = new ShellReader(text);
        try {
            reader.list('\0');
            return Optional.of(reader.commands);
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private char peek(int ahead) {
        return at + ahead < limit ? text.charAt(at + ahead) : '\0';
    }

    private boolean on(String token) {
        return at + token.length() <= limit && text.startsWith(token, at);
    }

    private void expect(boolean condition) {
        if (!condition) {
            throw new Unreadable();
        }
    }

    /** Commands up to the character that closes them, or to the end for NUL. */
    private void list(char close) {
        expect(++depth < DEEPEST);
        Deque<String> open = new ArrayDeque<>();
        while (true) {
            blank();
            char c = peek(0);
            if (at >= limit || c == close) {
                expect(open.isEmpty() && (at < limit) == (close != '\0'));
                at++;
                depth--;
                return;
            }
            if (on(";;") || on(";&")) {
                expect("esac".equals(open.peek()));
                at += on(";;&") ? 3 : 2;
                pattern(open);
            } else if (c == '&' && peek(1) == '>') {
                simple(close);
            } else if (c == ';' || c == '&' || c == '|') {
                at++;
            } else if (c == '(') {
                if (!(peek(1) == '(' && arithmetic(2))) {
                    at++;
                    list(')');
                }
            } else if (c == ')') {
                throw new Unreadable();
            } else if (!keyword(open)) {
                simple(close);
            }
        }
    }

    /** Skips what separates commands, with comments and the here-documents that begin at a line's end. */
    private void blank() {
        while (at < limit) {
            char c = peek(0);
            if (c == '\n') {
                at++;
                while (!hereDocuments.isEmpty()) {
                    hereDocument(hereDocuments.poll());
                }
            } else if (c == '#') {
                while (at < limit && peek(0) != '\n') {
                    at++;
                }
            } else if (!space()) {
                return;
            }
        }
    }

    /** Skips one blank or continued line end, if there is one. */
    private boolean space() {
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

    private void spaces() {
        while (space()) { }
    }

    private void hereDocument(HereDocument document) {
        int body = at;
        while (at < limit) {
            int end = text.indexOf('\n', at);
            end = end < 0 || end > limit ? limit : end;
            String line = text.substring(at, end);
            if ((document.indented() ? line.replaceFirst("^\t+", "") : line).equals(document.end())) {
                break;
            }
            at = Math.min(limit, end + 1);
        }
        int bodyEnd = at;
        int next = text.indexOf('\n', at);
        if (!document.quoted()) {
            int outer = limit;
            limit = bodyEnd;
            at = body;
            while (at < limit) {
                expanding(new StringBuilder());
            }
            limit = outer;
        }
        at = next < 0 || next > limit ? limit : next;
    }

    /** Whether a word of the language stood here; it is skipped then. */
    private boolean keyword(Deque<String> open) {
        int end = at;
        while (end < limit && " \t\r\n;&|()<>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String word = text.substring(at, end);
        switch (word) {
            case "if" -> open.push("fi");
            case "do" -> open.push("done");
            case "{" -> open.push("}");
            case "fi", "done", "}", "esac" -> expect(!open.isEmpty() && open.pop().equals(word));
            case "then", "else", "elif" -> expect("fi".equals(open.peek()));
            case "while", "until", "!", "time" -> { }
            case "[[", "for", "select", "case", "function", "coproc" -> { }
            default -> {
                return false;
            }
        }
        at = end;
        switch (word) {
            case "[[" -> test();
            case "for", "select" -> loop();
            case "coproc" -> coprocessName();
            case "function" -> {
                spaces();
                word();
                parentheses();
            }
            case "case" -> {
                spaces();
                word();
                blank();
                expect(on("in"));
                at += 2;
                open.push("esac");
                pattern(open);
            }
            default -> redirects(word);
        }
        return true;
    }

    /** A coprocess may have a name where a group or a loop follows; what it runs is read as any other command. */
    private void coprocessName() {
        spaces();
        int end = at;
        while (end < limit && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        int behind = end;
        while (behind < limit && BLANKS.indexOf(text.charAt(behind)) >= 0) {
            behind++;
        }
        boolean group = text.substring(behind, Math.min(limit, behind + 7))
                .matches("(?s)([{(]|\\[\\[|while\\s|until\\s|if\\s|for\\s|case\\s|select\\s).*");
        at = end > at && behind > end && group ? end : at;
    }

    private void redirects(String word) {
        if (List.of("fi", "done", "}", "esac").contains(word)) {
            CommandLine line = new CommandLine(at, List.of(), new ArrayList<>(), List.of());
            spaces();
            while (redirect(line.redirects())) {
                spaces();
            }
            commands.add(line);
        }
    }

    private void loop() {
        spaces();
        if (on("((")) {
            expect(arithmetic(2));
            return;
        }
        expect(!word().isEmpty());
        blank();
        if (on("in") && (at + 2 >= limit || !Character.isLetterOrDigit(peek(2)))) {
            at += 2;
            spaces();
            while (at < limit && "\n;&|)".indexOf(peek(0)) < 0) {
                int before = at;
                word();
                expect(at > before);
                spaces();
            }
        }
    }

    /** A pattern of a case, with the parenthesis that ends it; or the end of the case. */
    private void pattern(Deque<String> open) {
        blank();
        if (on("esac")) {
            return;
        }
        if (peek(0) == '(') {
            at++;
        }
        while (true) {
            spaces();
            word();
            spaces();
            expect(peek(0) == '|' || peek(0) == ')');
            if (text.charAt(at++) == ')') {
                return;
            }
        }
    }

    private void test() {
        while (at < limit) {
            if (on("]]") && " \t\r\n".indexOf(text.charAt(at - 1)) >= 0) {
                at += 2;
                CommandLine line = new CommandLine(at, List.of(), new ArrayList<>(), List.of());
                spaces();
                while (redirect(line.redirects())) {
                    spaces();
                }
                return;
            }
            quoted(new StringBuilder());
        }
        throw new Unreadable();
    }

    private void simple(char close) {
        List<String> words = new ArrayList<>();
        List<String> assignments = new ArrayList<>();
        List<CommandLine.Redirect> redirects = new ArrayList<>();
        int start = at;
        while (true) {
            spaces();
            char c = peek(0);
            if (at >= limit || c == '\n' || c == ';' || c == ')' || c == '|' || c == close && close == '`') {
                break;
            }
            if (c == '&' && peek(1) != '>') {
                break;
            }
            if (c == '#' && at > 0 && BLANKS.indexOf(text.charAt(at - 1)) >= 0) {
                break;
            }
            if (redirect(redirects)) {
                continue;
            }
            if (c == '(' && words.size() == 1) {
                parentheses();
                return;
            }
            int before = at;
            String word = word();
            expect(at > before);
            if (text.charAt(at - 1) == '=' && peek(0) == '(') {
                at++;
                array();
            }
            if (words.isEmpty() && ASSIGNMENT.matcher(word).matches()) {
                assignments.add(word);
            } else {
                start = words.isEmpty() ? before : start;
                words.add(word);
            }
        }
        commands.add(new CommandLine(start, words, redirects, assignments));
    }

    private void parentheses() {
        spaces();
        if (peek(0) == '(') {
            at++;
            spaces();
            expect(peek(0) == ')');
            at++;
        }
    }

    private void array() {
        while (true) {
            blank();
            expect(at < limit);
            if (peek(0) == ')') {
                at++;
                return;
            }
            int before = at;
            word();
            expect(at > before);
        }
    }

    private boolean redirect(List<CommandLine.Redirect> redirects) {
        int start = at;
        while (Character.isDigit(peek(0))) {
            at++;
        }
        if (at == start && peek(0) == '{') {
            int close = text.indexOf('}', at);
            boolean named = close > 0 && close < limit && text.substring(at + 1, close).matches("\\w+");
            at = named ? close + 1 : at;
        }
        for (String operator :
                List.of("<<<", "<<-", "<<", "&>>", "&>", "<>", "<&", "<", ">>", ">&", ">|", ">")) {
            if (on(operator) && !on("<(") && !on(">(")) {
                at += operator.length();
                spaces();
                int from = at;
                String target = word();
                if (operator.equals("<<") || operator.equals("<<-")) {
                    boolean quoted = text.substring(from, at).matches("(?s).*[\"'\\\\].*");
                    hereDocuments.add(new HereDocument(target, quoted, operator.equals("<<-")));
                } else {
                    redirects.add(new CommandLine.Redirect(operator, target));
                }
                return true;
            }
        }
        at = start;
        return false;
    }

    /** A word without its quotes. */
    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < limit) {
            char c = peek(0);
            if ((c == '<' || c == '>') && peek(1) == '(' && word.length() == 0) {
                at += 2;
                list(')');
                word.append(CommandLine.HOLE);
            } else if ("?*+@!".indexOf(c) >= 0 && peek(1) == '(') {
                word.append(c);
                at += 2;
                group();
            } else if (c == '[' && subscript(word)) {
                word.append("[]");
            } else if (" \t\r\n;&|()<>".indexOf(c) >= 0 || c == '`' && backquoted > 0) {
                break;
            } else {
                quoted(word);
            }
        }
        return word.toString();
    }

    /** Blanks and operators in the subscript of an assignment end no word. */
    private boolean subscript(StringBuilder word) {
        if (word.length() > 60 || !word.toString().matches("[A-Za-z_]\\w*")) {
            return false;
        }
        int start = at;
        int commandsBefore = commands.size();
        at++;
        StringBuilder key = new StringBuilder();
        while (at < limit && peek(0) != ']' && peek(0) != '\n') {
            quoted(key);
        }
        if (on("]=") || on("]+=")) {
            at++;
            return true;
        }
        at = start;
        commands.subList(commandsBefore, commands.size()).clear();
        return false;
    }

    /** An extended pattern's alternatives, up to its closing parenthesis. */
    private void group() {
        int level = 1;
        while (level > 0) {
            expect(at < limit);
            char c = peek(0);
            if (c == '(' || c == ')') {
                level += c == '(' ? 1 : -1;
                at++;
            } else {
                quoted(new StringBuilder());
            }
        }
    }

    private int backquoted;

    /** One character, quoted text or expansion. */
    private void quoted(StringBuilder word) {
        // What is no arithmetic is read twice, and nested so, 2 to the depth times.
        expect(++steps < 20 * text.length() + 1000);
        char c = peek(0);
        if (c == '\'') {
            int close = text.indexOf('\'', at + 1);
            expect(close >= 0 && close < limit);
            word.append(text, at + 1, close);
            at = close + 1;
        } else if (c == '"') {
            doubleQuoted(word);
        } else if (c == '$' && peek(1) == '\'') {
            int close = at + 2;
            while (close < limit && text.charAt(close) != '\'') {
                close += text.charAt(close) == '\\' ? 2 : 1;
            }
            expect(close < limit);
            word.append(Escapes.resolve(text.substring(at + 2, close)));
            at = close + 1;
        } else if (c == '$' && peek(1) == '"') {
            at++;
            doubleQuoted(word);
        } else {
            expanding(word);
        }
    }

    private void doubleQuoted(StringBuilder word) {
        at++;
        while (true) {
            expect(at < limit);
            char c = peek(0);
            if (c == '"') {
                at++;
                return;
            }
            if (c == '\\' && "$`\"\\\n".indexOf(peek(1)) < 0) {
                word.append(c);
                at++;
            } else {
                expanding(word);
            }
        }
    }

    private void expanding(StringBuilder word) {
        char c = peek(0);
        if (c == '\\') {
            if (peek(1) != '\n' && at + 1 < limit) {
                word.append(peek(1));
            }
            at = Math.min(limit, at + 2);
        } else if (c == '`') {
            expect(backquoted == 0);
            backquoted++;
            at++;
            list('`');
            backquoted--;
            word.append(CommandLine.HOLE);
        } else if (c == '$') {
            dollar(word);
        } else {
            word.append(c);
            at++;
        }
    }

    private void dollar(StringBuilder word) {
        char next = peek(1);
        if (next == '(') {
            boolean counted = peek(2) == '(' && arithmetic(3);
            if (!counted) {
                at += 2;
                list(')');
            }
            word.append(CommandLine.HOLE);
        } else if (next == '[') {
            at += 2;
            while (at < limit && peek(0) != ']') {
                quoted(new StringBuilder());
            }
            at = Math.min(limit, at + 1);
            word.append(CommandLine.HOLE);
        } else if (next == '{') {
            boolean given = "@*123456789".indexOf(peek(2)) >= 0 && (peek(3) == '}' || peek(3) == ':');
            boolean separator = on("${IFS}") || on("${IFS:") || on("${IFS%");
            at += 2;
            parameter();
            word.append(separator ? " " : given ? CommandLine.GIVEN : CommandLine.HOLE);
        } else if (Character.isLetter(next) || next == '_') {
            int start = ++at;
            while (Character.isLetterOrDigit(peek(0)) || peek(0) == '_') {
                at++;
            }
            word.append(text.substring(start, at).equals("IFS") ? " " : CommandLine.HOLE);
        } else if (next != '\0' && "@*#?$!-0123456789".indexOf(next) >= 0) {
            at += 2;
            word.append("#?$!-0".indexOf(next) >= 0 ? CommandLine.HOLE : CommandLine.GIVEN);
        } else {
            at++;
            word.append('$');
        }
    }

    private void parameter() {
        expect(++depth < DEEPEST);
        int start = at;
        while (true) {
            expect(at < limit);
            char c = peek(0);
            if (c == '}') {
                at++;
                depth--;
                return;
            }
            if (c == '\'' && !closesBefore(start)) {
                at++;
            } else {
                quoted(new StringBuilder());
            }
        }
    }

    /** Within double quotes an apostrophe in an expansion quotes nothing: it has no partner before the brace then. */
    private boolean closesBefore(int start) {
        int close = text.indexOf('\'', at + 1);
        int brace = text.indexOf('}', at + 1);
        return close >= 0 && close < limit && (brace < 0 || close < brace || text.charAt(at + 1) == '}');
    }

    /** Whether an arithmetic expression stood here, behind so many characters that open it; it is skipped then. */
    private boolean arithmetic(int opening) {
        int start = at;
        int before = commands.size();
        at += opening;
        int level = 2;
        while (at < limit) {
            char c = peek(0);
            if (c == '(') {
                level++;
                at++;
            } else if (c == ')') {
                if (level == 2) {
                    if (peek(1) == ')') {
                        at += 2;
                        return true;
                    }
                    break;
                }
                level--;
                at++;
            } else if (c == '\'' || c == '#') {
                at++;
            } else {
                quoted(new StringBuilder());
            }
        }
        at = start;
        commands.subList(before, commands.size()).clear();
        return false;
    }
}

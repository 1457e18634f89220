package io.jenkins.plugins.secureexec.engine.validation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
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
    private static final java.util.regex.Pattern ASSIGNMENT =
            java.util.regex.Pattern.compile("(?s)[A-Za-z_]\\w*(\\[[^\\]]*\\])?\\+?=.*");

    private static final java.util.regex.Pattern ESCAPED = java.util.regex.Pattern.compile("\\\\([$`\\\\])");

    private final ShellText script;
    private final ShellWordReader words;
    private final ShellRedirectReader redirects;
    private final ShellKeywordReader keywords;
    private final List<CommandLine> commands = new ArrayList<>();

    private ShellReader(String text) {
        script = new ShellText(text);
        words = new ShellWordReader(script, this);
        redirects = new ShellRedirectReader(script, words);
        keywords = new ShellKeywordReader(script, this, words, redirects);
    }

    /** The commands, with places in characters; empty where the text is no script. */
    static Optional<List<CommandLine>> read(String text) {
        ShellReader reader = new ShellReader(text);
        try {
            reader.list('\0');
            return Optional.of(reader.commands);
        } catch (ShellText.Unreadable e) {
            return Optional.empty();
        }
    }

    /** The commands of all of the source, in its order, with places in bytes; empty where the text is no script. */
    static Optional<List<CommandLine>> read(SyntaxTree tree) {
        String text = tree.text(0, tree.sourceLength());
        Optional<List<CommandLine>> lines = read(text);
        lines.ifPresent(all -> all.sort(Comparator.comparingInt(CommandLine::at)));
        return text.length() == tree.sourceLength() ? lines : lines.map(all -> placed(all, text));
    }

    /** The lines, which are in the order of the text, with places in its bytes. */
    private static List<CommandLine> placed(List<CommandLine> lines, String text) {
        List<CommandLine> placed = new ArrayList<>(lines.size());
        int at = 0;
        int bytes = 0;
        for (CommandLine line : lines) {
            int place = Math.min(line.at(), text.length());
            bytes += text.substring(at, place).getBytes(StandardCharsets.UTF_8).length;
            at = place;
            placed.add(line.at(bytes));
        }
        return placed;
    }

    void add(CommandLine line) {
        commands.add(line);
    }

    /** Backquotes in backquotes stand behind a backslash, which the shell takes away before it reads them. */
    void backquoted(int at, String text) {
        if (text.contains("\\`")) {
            read(ESCAPED.matcher(text).replaceAll("$1")).ifPresent(all -> all.forEach(each -> add(each.at(at))));
        }
    }

    /** How many commands have been read. */
    int count() {
        return commands.size();
    }

    /** Takes back what was read since there were so many: it was something else. */
    void forget(int from) {
        commands.subList(from, commands.size()).clear();
    }

    /** Commands up to the character that closes them, or to the end for NUL. */
    void list(char close) {
        script.enter();
        Deque<String> open = new ArrayDeque<>();
        while (true) {
            blank();
            char c = script.peek(0);
            if (script.at >= script.limit || c == close) {
                script.expect(open.isEmpty() && (script.at < script.limit) == (close != '\0'));
                script.at++;
                script.leave();
                return;
            }
            if (script.on(";;") || script.on(";&")) {
                script.expect("esac".equals(open.peek()));
                script.at += script.on(";;&") ? 3 : 2;
                keywords.pattern(open);
            } else if (c == '&' && script.peek(1) == '>') {
                simple(close);
            } else if (c == ';' || c == '&' || c == '|') {
                script.at++;
            } else if (c == '(') {
                if (!(script.peek(1) == '(' && words.expansions().arithmetic(2))) {
                    script.at++;
                    list(')');
                }
            } else if (c == ')') {
                throw new ShellText.Unreadable();
            } else if (!keywords.keyword(open)) {
                simple(close);
            }
        }
    }

    /** Skips what separates commands, with comments and the here-documents that begin at a line's end. */
    void blank() {
        while (script.at < script.limit) {
            char c = script.peek(0);
            if (c == '\n') {
                script.at++;
                redirects.hereDocuments();
            } else if (c == '#') {
                int end = script.text.indexOf('\n', script.at);
                script.at = end < 0 ? script.limit : Math.min(end, script.limit);
            } else if (!script.space()) {
                return;
            }
        }
    }

    private void simple(char close) {
        List<String> line = new ArrayList<>();
        List<String> assignments = new ArrayList<>();
        List<CommandLine.Redirect> files = new ArrayList<>();
        int start = script.at;
        while (true) {
            script.spaces();
            char c = script.peek(0);
            if (script.at >= script.limit
                    || c == '\n'
                    || c == ';'
                    || c == ')'
                    || c == '|'
                    || c == close && close == '`') {
                break;
            }
            if (c == '&' && script.peek(1) != '>') {
                break;
            }
            if (c == '#' && script.at > 0 && ShellText.isBlank(script.text.charAt(script.at - 1))) {
                break;
            }
            if (redirects.redirect(files)) {
                continue;
            }
            if (c == '(' && line.size() == 1) {
                parentheses();
                return;
            }
            int before = script.at;
            String word = words.word();
            script.expect(script.at > before);
            if (script.text.charAt(script.at - 1) == '=' && script.peek(0) == '(') {
                script.at++;
                array();
            }
            if (line.isEmpty()
                    && word.indexOf('=') > 0
                    && ASSIGNMENT.matcher(word).matches()) {
                assignments.add(word);
            } else {
                start = line.isEmpty() ? before : start;
                line.add(word);
            }
        }
        commands.add(new CommandLine(start, line, files, assignments));
    }

    /** Skips the empty parentheses of a function's definition. */
    void parentheses() {
        script.spaces();
        if (script.peek(0) == '(') {
            script.at++;
            script.spaces();
            script.expect(script.peek(0) == ')');
            script.at++;
        }
    }

    private void array() {
        while (true) {
            blank();
            script.expect(script.at < script.limit);
            if (script.peek(0) == ')') {
                script.at++;
                return;
            }
            int before = script.at;
            words.word();
            script.expect(script.at > before);
        }
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a language does to its text before it looks for tokens, done before the parse, since the grammars do not: in
 * Java {@code \}{@code u0065val} is {@code eval}, and in C a backslash at the end of a line glues {@code sys\} and
 * {@code tem} together. Each result knows which character of the original each of its characters was.
 */
final class Translation {
    private static final Pattern APPEND =
            Pattern.compile("((?:[@$]+|(?<![A-Za-z_]))[A-Za-z_]\\w*[?!]?|\\d|[\\])}])([ \\t]*)<<(?=[A-Za-z_\"'`~-])");
    /** Compilers let blanks stand between the backslash and the line's end. */
    private static final Pattern SPLICE = Pattern.compile("\\\\[ \\t\\f\\x0B]*\\r?\\n");

    private static final Pattern LONE_RETURN = Pattern.compile("\r(?!\n)");
    private static final int MOST_LOOKED_UP = 500;
    private static final Pattern WORD = Pattern.compile("[~-]?[\"'`]?([A-Za-z_]\\w*)");
    private static final Set<String> BEFORE_TEXT = Set.of(
            "return", "class", "and", "or", "not", "if", "unless", "while", "until", "when", "in", "then", "do", "else",
            "elsif", "case", "begin", "ensure", "rescue");

    private final String text;
    private final StringBuilder result = new StringBuilder();
    private int[] origins;
    private int at;
    private final Map<String, Boolean> known = new HashMap<>();

    private Translation(String text) {
        this.text = text;
        this.origins = new int[text.length() + 1];
    }

    /** The origins are absent where nothing changed; it is complete unless the text grew beyond all bounds. */
    record Translated(String text, int[] origins, boolean complete) {
        int origin(int index) {
            return origins.length == 0 ? index : origins[Math.min(index, origins.length - 1)];
        }

        private Translated then(UnaryOperator<Translated> step) {
            Translated next = step.apply(this);
            if (next == this) {
                return this;
            }
            int[] combined = next.origins.clone();
            for (int i = 0; i < combined.length; i++) {
                combined[i] = origin(combined[i]);
            }
            boolean whole = complete && next.complete;
            return new Translated(next.text, next.origins.length == 0 ? origins : combined, whole);
        }
    }

    static Translated all(List<String> names, String text) {
        Translated translated = new Translated(text, new int[0], true);
        for (String name : names) {
            translated = translated.then(before -> switch (name) {
                case "unicode-escapes" ->
                    before.text.contains("\\u") ? new Translation(before.text).unicodeEscapes() : before;
                case "line-ends" -> before.text.indexOf('\r') >= 0 ? lineEnds(before) : before;
                case "trigraphs" -> before.text.contains("??") ? new Translation(before.text).trigraphs() : before;
                case "line-splices" ->
                    SPLICE.matcher(before.text).find() ? new Translation(before.text).lineSplices() : before;
                case "digraphs" ->
                    before.text.contains("%:") || before.text.contains("<:") || before.text.contains("<%")
                            ? new Translation(before.text).digraphs()
                            : before;
                case "appends" -> before.text.contains("<<") ? new Translation(before.text).appends() : before;
                case "macros" -> before.text.contains("#") ? new Preprocessor(before.text).run() : before;
                default -> throw new IllegalArgumentException("there is no translation '" + name + "'");
            });
        }
        return translated;
    }

    /** JLS 3.3: a backslash that follows an odd number of others is no escape; any number of u. */
    private Translated unicodeEscapes() {
        while (at < text.length()) {
            int digits = at + 1;
            while (digits < text.length() && text.charAt(digits) == 'u') {
                digits++;
            }
            if (text.charAt(at) != '\\') {
                copy(1);
            } else if (digits > at + 1 && digits + 4 <= text.length() && isHex(digits) && !isNul(digits)) {
                put((char) Integer.parseInt(text.substring(digits, digits + 4), 16), digits + 4);
            } else {
                copy(Math.min(2, text.length() - at));
            }
        }
        return done();
    }

    /** It would end the text for the parser, and is part of no name. */
    private boolean isNul(int from) {
        return text.startsWith("0000", from);
    }

    private boolean isHex(int from) {
        return text.substring(from, from + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    /** A carriage return alone ends a line, and with it a comment, where the grammar reads on. */
    private static Translated lineEnds(Translated before) {
        return new Translated(LONE_RETURN.matcher(before.text).replaceAll("\n"), new int[0], before.complete);
    }

    private Translated trigraphs() {
        String keys = "=/'()!<>-";
        String meanings = "#\\^[]|{}~";
        while (at < text.length()) {
            int key = text.startsWith("??", at) && at + 2 < text.length() ? keys.indexOf(text.charAt(at + 2)) : -1;
            if (key >= 0) {
                put(meanings.charAt(key), at + 3);
            } else {
                copy(1);
            }
        }
        return done();
    }

    private Translated lineSplices() {
        Matcher splice = SPLICE.matcher(text);
        while (splice.find()) {
            copy(splice.start() - at);
            at = splice.end();
        }
        copy(text.length() - at);
        return done();
    }

    /** In literals too, where it changes nothing that counts. C++ 5.4: {@code <::} is no bracket, as in {@code <::std}. */
    private Translated digraphs() {
        String[] digraphs = {"%:", "<:", ":>", "<%", "%>"};
        while (at < text.length()) {
            int found = 0;
            while (found < digraphs.length && !text.startsWith(digraphs[found], at)) {
                found++;
            }
            boolean scope = text.startsWith("<::", at) && !text.startsWith("<:::", at) && !text.startsWith("<::>", at);
            if (found < digraphs.length && !scope) {
                put("#[]{}".charAt(found), at + 2);
            } else {
                copy(1);
            }
        }
        return done();
    }

    /**
     * Ruby takes {@code x<<y} for an operator, and {@code x <<y} too where {@code x} is a variable; only else a text
     * begins, down to the line {@code y}. The grammar knows no variables, and would take code for text.
     */
    private Translated appends() {
        Matcher found = APPEND.matcher(text).useTransparentBounds(true);
        int line = 0;
        for (int mark = text.indexOf("<<"); mark >= 0; mark = text.indexOf("<<", line)) {
            // Nothing that is looked for goes beyond a line, and few lines have any.
            int end = endOfLine(mark);
            found.region(text.lastIndexOf('\n', mark) + 1, end);
            while (known.size() < MOST_LOOKED_UP && found.find()) {
                append(found);
            }
            line = end;
        }
        copy(text.length() - at);
        return new Translated(done().text, origins, known.size() < MOST_LOOKED_UP);
    }

    private void append(MatchResult found) {
        copy(found.end() - at);
        if (operator(found)) {
            origins[result.length()] = at;
            result.append(' ');
            grow();
        }
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private boolean operator(MatchResult found) {
        String before = found.group(1);
        if (BEFORE_TEXT.contains(before)) {
            return false;
        }
        boolean value = !before.matches("[A-Za-z_]\\w*[?!]?");
        if (found.group(2).isEmpty() || value) {
            return true;
        }
        Matcher word = WORD.matcher(text).region(found.end(), text.length());
        boolean ends = !word.lookingAt() || known.computeIfAbsent("<<" + word.group(1), key -> line(word.group(1)));
        return !ends || known.computeIfAbsent(before, this::variable);
    }

    private boolean line(String word) {
        return Pattern.compile("(?m)^[ \\t]*" + word + "[ \\t]*\\r?$")
                .matcher(text)
                .find();
    }

    /** Whether the name is anywhere assigned, or a parameter; blocks and methods may be around or not. */
    private boolean variable(String name) {
        String word = "(?<![\\w.@$:])" + name;
        Matcher assigns = Pattern.compile(word + "\\s*(,[^=\\n]*|[|&+*]*)=(?![=~>])|\\|[^|\\n]*" + word
                        + "\\b[^|\\n]*\\||def [^\\n]*[( ,*&]" + word + "\\b|for [^\\n]*" + word
                        + "\\b[^\\n]* in |=>\\s*" + word + "\\b")
                .matcher(text)
                .useTransparentBounds(true);
        int line = 0;
        for (int named = text.indexOf(name); named >= 0; named = text.indexOf(name, line)) {
            // Line ends may stand between an arrow and the name, and between the name and an equals sign.
            int before = named;
            while (before > 0 && Character.isWhitespace(text.charAt(before - 1))) {
                before--;
            }
            line = endOfLine(named);
            while (line < text.length() && Character.isWhitespace(text.charAt(line))) {
                line++;
            }
            if (assigns.region(text.lastIndexOf('\n', before - 1) + 1, endOfLine(line))
                    .find()) {
                return true;
            }
        }
        return false;
    }

    private void grow() {
        origins = result.length() + text.length() - at + 2 > origins.length
                ? Arrays.copyOf(origins, origins.length + text.length())
                : origins;
    }

    private void put(char c, int next) {
        origins[result.length()] = at;
        result.append(c);
        at = next;
    }

    private void copy(int count) {
        for (int i = 0; i < count; i++) {
            origins[result.length() + i] = at + i;
        }
        result.append(text, at, at + count);
        at += count;
    }

    private Translated done() {
        origins[result.length()] = text.length();
        return new Translated(result.toString(), Arrays.copyOf(origins, result.length() + 1), true);
    }
}

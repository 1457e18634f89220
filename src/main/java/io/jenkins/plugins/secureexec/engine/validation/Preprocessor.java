package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a C file as its preprocessor does, as far as the file alone tells: its own macros are expanded where they are
 * used, directives stay, and both halves of an {@code #if} are kept, save what stands under {@code #if 0}. What has no
 * place in the tree is added at the end of the file, so that it is looked at too: what a macro's second definition, in
 * another half, makes of a use, and directives in the middle of an expression.
 */
final class Preprocessor {
    private static final Pattern CONDITION = Pattern.compile("(?m)^[ \\t]*#[ \\t]*(if|el|endif)");
    private static final Pattern NOTEWORTHY = Pattern.compile("#\\s*(include|embed|import|pragma)[\\s\\S]*");
    private static final Pattern INCLUDE_NEXT = Pattern.compile("^#\\s*include_next\\b");
    private static final Pattern NEVER = Pattern.compile("#\\s*if\\s+0\\s*");
    /** What no compiler defines by itself, and nobody can have defined before a file's first line. */
    private static final Pattern GUARD =
            Pattern.compile("#\\s*ifndef\\s+(?!_STDC_PREDEF_H)\\w+_(?:H|HH|HPP|HXX|INC|INCLUDED|GUARD)_*\\s*");

    private static final int GROWTH = 16;
    private static final int LEAST_CHARACTERS = 1_000_000;
    /** Macros with several definitions each are tried in so many combinations at one place. */
    private static final int MOST_COMBINATIONS = 64;

    private final String text;
    private final CTokens tokens;
    private final Macros macros;
    private final HeaderPaths headers;
    private final Set<String> othersSeen = new HashSet<>();
    private final Set<String> alternativesSeen = new HashSet<>();
    private final StringBuilder result = new StringBuilder();
    private final StringBuilder others = new StringBuilder();
    private final List<Integer> otherOrigins = new ArrayList<>();
    private int[] origins;
    private int conditions;

    Preprocessor(String text) {
        this.text = text;
        this.tokens = CTokens.of(text);
        this.macros = new Macros(LEAST_CHARACTERS + text.length() * GROWTH, text.contains("pop_macro"));
        this.headers = new HeaderPaths(macros, text);
        this.origins = new int[text.length() + 64];
    }

    Translation.Translated run() {
        int copied = 0;
        for (int token = 0; token < tokens.count() && !macros.exhausted(); ) {
            if (tokens.is(token, CTokens.Kind.DIRECTIVE)) {
                int live = afterNever(token);
                if (live > token) {
                    copy(copied, tokens.end(token));
                    copied = tokens.start(live);
                    token = live;
                } else {
                    copied = plainly(token, copied);
                    directive(token++);
                }
            } else if (!tokens.is(token, CTokens.Kind.NAME) || !macros.defines(tokens.text(token))) {
                token++;
            } else {
                int next = invocation(token);
                copy(copied, tokens.start(token));
                expand(token, next);
                copied = tokens.end(next - 1);
                token = next;
            }
        }
        if (copied == 0 && others.length() == 0) {
            return new Translation.Translated(text, new int[0], true);
        }
        copy(copied, text.length());
        if (others.length() > 0) {
            // The grammar takes the line after an #endif that it does not expect for a part of that.
            write("\n;", text.length());
        }
        for (int i = 0; i < others.length(); i++) {
            put(others.charAt(i), otherOrigins.get(i));
        }
        put(' ', text.length());
        result.setLength(result.length() - 1);
        return new Translation.Translated(
                result.toString(), Arrays.copyOf(origins, result.length() + 1), !macros.exhausted());
    }

    /** The directive that ends what {@code #if 0} begins; the same token where nothing is certainly left out. */
    private int afterNever(int token) {
        if (!NEVER.matcher(tokens.text(token)).matches()) {
            return token;
        }
        int depth = 0;
        for (int at = token + 1; at < tokens.count(); at++) {
            String word = tokens.is(at, CTokens.Kind.DIRECTIVE)
                    ? tokens.text(at).substring(1).strip()
                    : "";
            if (depth == 0 && (word.startsWith("el") || word.startsWith("endif"))) {
                // A literal or comment that hides such a line from us may not hide it from the compiler.
                String between = text.substring(tokens.end(token), tokens.start(at));
                return CONDITION.matcher(between).results().count() == conditions(token + 1, at) ? at : token;
            }
            depth += word.startsWith("if") ? 1 : word.startsWith("endif") ? -1 : 0;
        }
        macros.spend(tokens.count() - token);
        return token;
    }

    private long conditions(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .filter(token -> tokens.is(token, CTokens.Kind.DIRECTIVE)
                        && CONDITION.matcher(tokens.text(token)).lookingAt())
                .count();
    }

    /** Writes a directive without its comments and in words that the grammar knows, unless it is so already. */
    private int plainly(int token, int copied) {
        String written = tokens.text(token);
        String line = plain(written);
        List<String> paths = headers.included(line);
        String plain = paths.isEmpty() ? line : "#include " + paths.get(0);
        if (plain.equals(written)) {
            return copied;
        }
        copy(copied, tokens.start(token));
        for (int i = 0; i < plain.length(); i++) {
            put(plain.charAt(i), tokens.start(token));
        }
        return tokens.end(token);
    }

    /** Where the grammar is at a loss, blanks at the end make it take the next line for a part of this one. */
    private static String plain(String line) {
        String bare = line.contains("/*") ? uncommented(line) : line;
        return INCLUDE_NEXT.matcher(bare).replaceFirst("#include").stripTrailing();
    }

    private static String uncommented(String line) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < line.length(); ) {
            int end = line.startsWith("/*", at) ? line.indexOf("*/", at + 2) + 2 : 1;
            if (end > 1) {
                plain.append(' ');
                at = end;
                continue;
            }
            if (line.startsWith("//", at)) {
                return plain.toString();
            }
            int next = line.charAt(at) == '"' ? afterText(line, at) : at + 1;
            plain.append(line, at, next);
            at = next;
        }
        return plain.toString();
    }

    private static int afterText(String line, int quote) {
        for (int at = quote + 1; at < line.length(); at++) {
            if (line.charAt(at) == '"') {
                return at + 1;
            }
            at += line.charAt(at) == '\\' ? 1 : 0;
        }
        return line.length();
    }

    private void directive(int token) {
        String line = plain(tokens.text(token));
        boolean between = token == 0
                || tokens.is(token - 1, CTokens.Kind.DIRECTIVE)
                || tokens.is(token - 1, ";")
                || tokens.is(token - 1, "}");
        if (!between && NOTEWORTHY.matcher(line).matches()) {
            others.append('\n').append(line).append('\n');
            originate(tokens.start(token));
        }
        headers.included(line).stream().skip(1).forEach(path -> include(path, token));
        headers.asked(line).forEach(path -> include(path, token));
        String word = line.substring(1).strip();
        if (word.startsWith("if")) {
            conditions += token == 0 && GUARD.matcher(line).matches() ? 0 : 1;
        } else if (word.startsWith("endif")) {
            conditions = Math.max(0, conditions - 1);
        } else if (word.startsWith("el")) {
            // Of an include guard, this is what nobody ever sees.
            conditions = Math.max(1, conditions);
        } else {
            macros.directive(line, conditions > 0);
        }
    }

    private void include(String path, int token) {
        others.append("\n#include ").append(path).append('\n');
        originate(tokens.start(token));
    }

    /** The token after the macro's name and all that it, or what it becomes, may take as arguments. */
    private int invocation(int name) {
        int end = name + 1;
        while (true) {
            int next = end;
            while (tokens.is(next, CTokens.Kind.DIRECTIVE)) {
                next++;
            }
            if (!tokens.is(next, "(")) {
                return end;
            }
            int close = closing(next);
            if (close == tokens.count()) {
                macros.spend(close - name);
                return end;
            }
            end = close + 1;
        }
    }

    private int closing(int open) {
        int depth = 0;
        for (int at = open; at < tokens.count(); at++) {
            depth += tokens.is(at, "(") ? 1 : tokens.is(at, ")") ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return tokens.count();
    }

    private void expand(int from, int to) {
        List<Macros.Token> source = new ArrayList<>();
        int variants = 1;
        for (int token = from; token < to; token++) {
            if (tokens.is(token, CTokens.Kind.DIRECTIVE)) {
                directive(token);
                continue;
            }
            String written = tokens.text(token);
            source.add(new Macros.Token(written, tokens.kind(token), Set.of()));
            variants = Math.max(variants, macros.variants(written));
        }
        int origin = tokens.start(from);
        MacroChoice choice = MacroChoice.first();
        macros.expand(source, choice).forEach(token -> write(token.text(), origin));
        for (int n = 1; n < variants; n++) {
            other(macros.expand(source, MacroChoice.uniform(n)), origin);
        }
        if (choice.pastes()) {
            for (int i = 0; i < MOST_COMBINATIONS && choice.next(); i++) {
                other(macros.expand(source, choice), origin);
            }
        } else {
            alternatives(choice.macros(), origin);
        }
    }

    /** Adds what each definition of the macros becomes, and of those that it leads to. */
    private void alternatives(Set<String> met, int origin) {
        Deque<String> open = new ArrayDeque<>(met);
        while (!open.isEmpty()) {
            String macro = open.pop();
            for (int n = 0; n < macros.variants(macro); n++) {
                if (alternativesSeen.add(macro + " " + n)) {
                    MacroChoice choice = MacroChoice.of(macro, n);
                    other(macros.alone(macro, n, choice), origin);
                    open.addAll(choice.macros());
                }
            }
        }
    }

    /** Adds what else a use of macros may become, unless another one has become that before. */
    private void other(List<Macros.Token> expansion, int origin) {
        String code =
                String.join(" ", expansion.stream().map(Macros.Token::text).toList()) + ";";
        if (!othersSeen.add(code)) {
            return;
        }
        boolean paired = !TokenFaults.in(code);
        others.append("\n;");
        expansion.stream()
                .filter(token -> paired || !"(){}[]".contains(token.text()))
                .forEach(token -> others.append(token.text()).append(' '));
        others.append(';');
        originate(origin);
    }

    private void originate(int origin) {
        while (otherOrigins.size() < others.length()) {
            otherOrigins.add(origin);
        }
    }

    private void write(String token, int origin) {
        for (int i = 0; i < token.length(); i++) {
            put(token.charAt(i), origin);
        }
        put(' ', origin);
    }

    private void copy(int from, int to) {
        for (int i = from; i < to; i++) {
            put(text.charAt(i), i);
        }
    }

    private void put(char c, int origin) {
        if (result.length() + 1 >= origins.length) {
            origins = Arrays.copyOf(origins, origins.length * 2);
        }
        origins[result.length()] = origin;
        result.append(c);
        origins[result.length()] = text.length();
    }
}

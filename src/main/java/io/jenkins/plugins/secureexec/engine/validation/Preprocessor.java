package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
    private final MacroExpansion expansion;
    private final HeaderPaths headers;
    private final Set<String> othersSeen = new HashSet<>();
    private final Set<String> alternativesSeen = new HashSet<>();
    private final PreprocessedText result;
    private int conditions;

    Preprocessor(String text) {
        this.text = text;
        this.tokens = CTokens.of(text);
        this.macros = new Macros(text.contains("pop_macro"));
        this.expansion = new MacroExpansion(macros, LEAST_CHARACTERS + text.length() * GROWTH);
        this.headers = new HeaderPaths(macros, expansion, text);
        this.result = new PreprocessedText(text);
    }

    Translation.Translated run() {
        int copied = 0;
        for (int token = 0; token < tokens.count() && !expansion.exhausted(); ) {
            if (tokens.is(token, CTokens.Kind.DIRECTIVE)) {
                int live = afterNever(token);
                if (live > token) {
                    result.copy(copied, tokens.end(token));
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
                result.copy(copied, tokens.start(token));
                expand(token, next);
                copied = tokens.end(next - 1);
                token = next;
            }
        }
        if (copied == 0 && !result.hasMore()) {
            return new Translation.Translated(text, new int[0], true);
        }
        result.copy(copied, text.length());
        return result.done(!expansion.exhausted());
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
        expansion.spend(tokens.count() - token);
        return token;
    }

    private long conditions(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .filter(token -> tokens.is(token, CTokens.Kind.DIRECTIVE)
                        && CONDITION.matcher(tokens.text(token)).lookingAt())
                .count();
    }

    /** Writes a directive as the grammar knows it, unless it is so already. */
    private int plainly(int token, int copied) {
        String written = tokens.text(token);
        String line = DirectiveLine.plain(written);
        List<String> paths = headers.included(line);
        String plain = paths.isEmpty() ? line : "#include " + paths.get(0);
        if (plain.equals(written)) {
            return copied;
        }
        result.copy(copied, tokens.start(token));
        result.write(plain, tokens.start(token));
        return tokens.end(token);
    }

    private void directive(int token) {
        String line = DirectiveLine.plain(tokens.text(token));
        boolean between = token == 0
                || tokens.is(token - 1, CTokens.Kind.DIRECTIVE)
                || tokens.is(token - 1, ";")
                || tokens.is(token - 1, "}");
        if (!between && NOTEWORTHY.matcher(line).matches()) {
            result.add("\n" + line + "\n", tokens.start(token));
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
            expansion.spend(macros.directive(line, conditions > 0));
        }
    }

    private void include(String path, int token) {
        result.add("\n#include " + path + "\n", tokens.start(token));
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
                expansion.spend(close - name);
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
        List<MacroToken> source = new ArrayList<>();
        int variants = 1;
        for (int token = from; token < to; token++) {
            if (tokens.is(token, CTokens.Kind.DIRECTIVE)) {
                directive(token);
                continue;
            }
            String written = tokens.text(token);
            source.add(MacroToken.of(tokens, token));
            variants = Math.max(variants, macros.variants(written));
        }
        int origin = tokens.start(from);
        MacroChoice choice = MacroChoice.first();
        expansion.expand(source, choice).forEach(token -> result.write(token.text() + " ", origin));
        for (int n = 1; n < variants; n++) {
            other(expansion.expand(source, MacroChoice.uniform(n)), origin);
        }
        if (choice.pastes()) {
            for (int i = 0; i < MOST_COMBINATIONS && choice.next(); i++) {
                other(expansion.expand(source, choice), origin);
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
                    other(expansion.alone(macro, n, choice), origin);
                    open.addAll(choice.macros());
                }
            }
        }
    }

    /** Adds what else a use of macros may become, unless another one has become that before. */
    private void other(List<MacroToken> expanded, int origin) {
        String code = String.join(" ", expanded.stream().map(MacroToken::text).toList()) + ";";
        if (!othersSeen.add(code)) {
            return;
        }
        boolean paired = !TokenFaults.in(code);
        StringBuilder other = new StringBuilder("\n;");
        expanded.stream()
                .filter(token -> paired || !"(){}[]".contains(token.text()))
                .forEach(token -> other.append(token.text()).append(' '));
        result.add(other.append(';').toString(), origin);
    }
}

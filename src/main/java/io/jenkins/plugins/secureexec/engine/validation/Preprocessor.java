package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
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
    private static final Pattern NAMED = Pattern.compile("#\\s*(?:include|include_next|import|embed)\\s+(\\w+)\\b.*", Pattern.DOTALL);
    private static final Pattern HEADER = Pattern.compile("\"[^\"\\s]+\"|<[^<>\"\\s]+>");
    private static final Pattern INCLUDE_NEXT = Pattern.compile("^#\\s*include_next\\b");
    private static final Pattern NEVER = Pattern.compile("#\\s*if\\s+0\\s*");
    private static final int GROWTH = 16;
    private static final int LEAST_CHARACTERS = 1_000_000;

    private final String text;
    private final CTokens tokens;
    private final Macros macros;
    private final StringBuilder result = new StringBuilder();
    private final StringBuilder others = new StringBuilder();
    private final List<Integer> otherOrigins = new ArrayList<>();
    private int[] origins;
    private int conditions;

    Preprocessor(String text) {
        this.text = text;
        this.tokens = CTokens.of(text);
        this.macros = new Macros(LEAST_CHARACTERS + text.length() * GROWTH, text.contains("pop_macro"));
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
            String word = tokens.is(at, CTokens.Kind.DIRECTIVE) ? tokens.text(at).substring(1).strip() : "";
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
        String line = plain(tokens.text(token));
        if (line.length() == tokens.end(token) - tokens.start(token)) {
            return copied;
        }
        copy(copied, tokens.start(token));
        for (int i = 0; i < line.length(); i++) {
            put(line.charAt(i), tokens.start(token));
        }
        return tokens.end(token);
    }

    private static String plain(String line) {
        return INCLUDE_NEXT.matcher(line.contains("/*") ? uncommented(line) : line).replaceFirst("#include");
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
        include(line, token);
        String word = line.substring(1).strip();
        if (word.startsWith("if")) {
            conditions++;
        } else if (word.startsWith("endif")) {
            conditions--;
        } else {
            macros.directive(line, conditions > 0);
        }
    }

    /** Adds what an {@code #include NAME} means, or one that no name excuses where that is no header's name. */
    private void include(String line, int token) {
        Matcher named = NAMED.matcher(line);
        if (!named.matches() || !macros.defines(named.group(1))) {
            return;
        }
        String name = named.group(1);
        for (int variant = 0; variant < macros.definitions(name); variant++) {
            StringBuilder path = new StringBuilder();
            macros.expand(List.of(new Macros.Token(name, CTokens.Kind.NAME, Set.of())), variant)
                    .forEach(each -> path.append(each.text()));
            boolean header = HEADER.matcher(path).matches();
            others.append("\n#include ").append(header ? path : name + "()").append('\n');
            originate(tokens.start(token));
        }
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
        macros.expand(source, 0).forEach(token -> write(token.text(), origin));
        for (int variant = 1; variant < variants; variant++) {
            List<Macros.Token> other = macros.expand(source, variant);
            boolean paired = !TokenFaults.in(String.join(" ", other.stream().map(Macros.Token::text).toList()) + ";");
            others.append("\n;");
            other.stream()
                    .filter(token -> paired || !"(){}[]".contains(token.text()))
                    .forEach(token -> others.append(token.text()).append(' '));
            others.append(';');
            originate(origin);
        }
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

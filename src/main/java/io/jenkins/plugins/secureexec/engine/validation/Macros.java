package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Expands the macros that a file defines for itself, as C's preprocessor does (Prosser's algorithm: a token knows the
 * macros that it came from). Macros of headers stay as they are: nobody has read those headers.
 */
final class Macros {
    /** Arguments within arguments that go deeper than this are no ordinary code. */
    private static final int DEEPEST = 200;

    /** A macro may stand under other names in other branches of an #if: all count. */
    private final Map<String, List<Macro>> macros = new HashMap<>();

    /** Those that are defined under conditions only, and perhaps not at all. */
    private final Set<String> doubtful = new HashSet<>();

    private final boolean remembers;
    private int budget;
    private int depth;

    /**
     * @param budget how many characters may be made before the expansion gives up
     * @param remembers whether a macro that was undefined or redefined may come back, as {@code pop_macro} does
     */
    Macros(int budget, boolean remembers) {
        this.budget = budget;
        this.remembers = remembers;
    }

    /** One token of an expansion. */
    record Token(String text, CTokens.Kind kind, Set<String> hidden) {
        boolean is(String wanted) {
            return text.equals(wanted);
        }
    }

    /** The parameters are null for a macro that takes no arguments; the last may be variadic. */
    private record Macro(List<String> parameters, boolean variadic, List<Token> body) {}

    boolean exhausted() {
        return budget <= 0;
    }

    /** Takes from the budget what a search in vain costs: there may be one from every token. */
    void spend(int characters) {
        budget -= characters;
    }

    boolean defines(String name) {
        return macros.containsKey(name);
    }

    /** What the name may become: one for each definition, and itself if all of them stand under conditions. */
    int variants(String name) {
        return macros.getOrDefault(name, List.of()).size() + (doubtful.contains(name) ? 1 : 0);
    }

    /** What the macro makes of arguments that say nothing, by its n-th definition and the first of the macros in that. */
    List<Token> alone(String name, int n, MacroChoice choice) {
        List<Macro> known = macros.getOrDefault(name, List.of());
        List<Token> use = new ArrayList<>(List.of(new Token(name, CTokens.Kind.NAME, Set.of())));
        List<String> parameters = n < known.size() ? known.get(n).parameters() : null;
        if (parameters != null) {
            use.add(new Token("(", CTokens.Kind.PUNCTUATOR, Set.of()));
            for (int i = 0; i < parameters.size(); i++) {
                use.add(new Token("_", CTokens.Kind.NAME, Set.of()));
                use.add(new Token(i + 1 < parameters.size() ? "," : ")", CTokens.Kind.PUNCTUATOR, Set.of()));
            }
            if (parameters.isEmpty()) {
                use.add(new Token(")", CTokens.Kind.PUNCTUATOR, Set.of()));
            }
        }
        return expand(use, choice);
    }

    /** Reads {@code #define} and {@code #undef}; conditional ones add to what is known, others replace it. */
    void directive(String text, boolean conditional) {
        CTokens tokens = CTokens.of(" " + text.substring(text.indexOf('#') + 1));
        if (tokens.count() < 2) {
            return;
        }
        String name = tokens.text(1);
        if (tokens.is(0, "undef") && !conditional && !remembers) {
            macros.remove(name);
        } else if (tokens.is(0, "define")) {
            List<Macro> known = macros.computeIfAbsent(name, key -> new ArrayList<>());
            if (!conditional && !remembers) {
                known.clear();
            }
            if (!conditional) {
                doubtful.remove(name);
            } else if (known.isEmpty()) {
                doubtful.add(name);
            }
            Macro macro = macro(tokens);
            budget -= known.size();
            if (!known.contains(macro)) {
                known.add(macro);
            }
        }
    }

    private static Macro macro(CTokens tokens) {
        int at = 2;
        List<String> parameters = null;
        boolean variadic = false;
        if (tokens.is(2, "(") && tokens.start(2) == tokens.end(1)) {
            parameters = new ArrayList<>();
            for (at = 3; at < tokens.count() && !tokens.is(at, ")"); at++) {
                if (tokens.is(at, CTokens.Kind.NAME)) {
                    parameters.add(tokens.text(at));
                } else if (tokens.is(at, "...")) {
                    variadic = true;
                    if (tokens.is(at - 1, ",") || tokens.is(at - 1, "(")) {
                        parameters.add("__VA_ARGS__");
                    }
                }
            }
            at++;
        }
        List<Token> body = new ArrayList<>();
        for (; at < tokens.count(); at++) {
            body.add(new Token(tokens.text(at), tokens.kind(at), Set.of()));
        }
        return new Macro(parameters, variadic, body);
    }

    /** What is left of the tokens when all macros in them are expanded, each by the definition that is chosen. */
    List<Token> expand(List<Token> source, MacroChoice choice) {
        if (++depth > DEEPEST) {
            budget = 0;
        }
        List<Token> output = budget > 0 ? expanded(source, choice) : List.of();
        depth--;
        return output;
    }

    private List<Token> expanded(List<Token> source, MacroChoice choice) {
        Deque<Token> input = new ArrayDeque<>(source);
        List<Token> output = new ArrayList<>();
        while (!input.isEmpty()) {
            Token token = input.removeFirst();
            List<Macro> known =
                    token.kind() == CTokens.Kind.NAME && !token.hidden().contains(token.text())
                            ? macros.getOrDefault(token.text(), List.of())
                            : List.of();
            int meanings = known.isEmpty() ? 0 : variants(token.text());
            int chosen = meanings > 1 ? choice.among(token.text(), meanings) : 0;
            if (chosen >= known.size() || budget <= 0) {
                add(output, token);
                continue;
            }
            Macro macro = known.get(chosen);
            Optional<List<List<Token>>> arguments =
                    macro.parameters() == null ? Optional.of(List.of()) : arguments(input, macro);
            if (arguments.isEmpty()) {
                output.add(token);
                continue;
            }
            Set<String> hidden = new HashSet<>(token.hidden());
            hidden.add(token.text());
            budget -= hidden.size();
            List<Token> replacement = substitute(macro, arguments.get(), hidden, choice);
            for (int i = replacement.size() - 1; i >= 0; i--) {
                input.addFirst(replacement.get(i));
            }
        }
        return output;
    }

    /** Takes {@code (a, b)} off the input; empty, and nothing taken, where there is none. */
    private Optional<List<List<Token>>> arguments(Deque<Token> input, Macro macro) {
        if (input.isEmpty() || !input.peekFirst().is("(")) {
            return Optional.empty();
        }
        input.removeFirst();
        List<List<Token>> arguments = new ArrayList<>(List.of(new ArrayList<>()));
        int depth = 1;
        while (!input.isEmpty()) {
            Token token = input.removeFirst();
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0) {
                break;
            }
            boolean rest =
                    macro.variadic() && arguments.size() >= macro.parameters().size();
            if (depth == 1 && token.is(",") && !rest) {
                arguments.add(new ArrayList<>());
            } else {
                arguments.get(arguments.size() - 1).add(token);
            }
        }
        return Optional.of(arguments);
    }

    private List<Token> substitute(Macro macro, List<List<Token>> arguments, Set<String> hidden, MacroChoice choice) {
        List<Token> result = new ArrayList<>();
        Map<String, List<Token>> expanded = new HashMap<>();
        List<Token> body = options(macro, arguments);
        for (int i = 0; i < body.size() && budget > 0; i++) {
            Token token = body.get(i);
            boolean pasted = i + 1 < body.size() && body.get(i + 1).is("##");
            if (token.is("##") && i > 0 && i + 1 < body.size()) {
                List<Token> right = raw(body.get(++i), macro, arguments);
                paste(result, right, hidden, choice);
            } else if (token.is("#") && i + 1 < body.size() && parameter(macro, body.get(i + 1)) >= 0) {
                add(result, quoted(raw(body.get(++i), macro, arguments)));
            } else if (parameter(macro, token) >= 0) {
                List<Token> argument = raw(token, macro, arguments);
                List<Token> value = pasted
                        ? argument
                        : expanded.computeIfAbsent(token.text(), parameter -> expand(argument, choice));
                value.forEach(each -> add(result, hide(each, hidden)));
            } else {
                add(result, hide(token, hidden));
            }
        }
        return result;
    }

    /** Nothing grows without its price: two macros may double a text as often as there are lines. */
    private void add(List<Token> tokens, Token token) {
        if (budget > 0) {
            tokens.add(token);
        }
        budget -= 1 + token.text().length();
    }

    /** The macro's body with what its {@code __VA_OPT__(...)} stand for: nothing where no further arguments are given. */
    private static List<Token> options(Macro macro, List<List<Token>> arguments) {
        if (!macro.variadic() || macro.body().stream().noneMatch(token -> token.is("__VA_OPT__"))) {
            return macro.body();
        }
        int last = macro.parameters().size() - 1;
        boolean given = arguments.size() > last && !arguments.get(last).isEmpty();
        List<Token> body = new ArrayList<>();
        for (int i = 0; i < macro.body().size(); i++) {
            if (!macro.body().get(i).is("__VA_OPT__")) {
                body.add(macro.body().get(i));
                continue;
            }
            int close = closing(macro.body(), i + 1);
            if (given) {
                body.addAll(macro.body().subList(Math.min(i + 2, close), close));
            } else if (!body.isEmpty() && body.get(body.size() - 1).is("##")) {
                body.remove(body.size() - 1);
            } else if (close + 1 < macro.body().size()
                    && macro.body().get(close + 1).is("##")) {
                close++;
            }
            i = close;
        }
        return body;
    }

    private static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int at = open; at < tokens.size(); at++) {
            depth += tokens.get(at).is("(") ? 1 : tokens.get(at).is(")") ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return tokens.size();
    }

    private static int parameter(Macro macro, Token token) {
        return macro.parameters() == null ? -1 : macro.parameters().indexOf(token.text());
    }

    private static List<Token> raw(Token token, Macro macro, List<List<Token>> arguments) {
        int index = parameter(macro, token);
        return index < 0 ? List.of(token) : index < arguments.size() ? arguments.get(index) : List.of();
    }

    private Token hide(Token token, Set<String> hidden) {
        if (token.kind() != CTokens.Kind.NAME) {
            return token;
        }
        if (token.hidden().isEmpty()) {
            return new Token(token.text(), token.kind(), hidden);
        }
        Set<String> all = new HashSet<>(token.hidden());
        all.addAll(hidden);
        budget -= all.size();
        return new Token(token.text(), token.kind(), all);
    }

    private void paste(List<Token> result, List<Token> right, Set<String> hidden, MacroChoice choice) {
        if (right.isEmpty()) {
            return;
        }
        Token left = result.isEmpty() ? new Token("", right.get(0).kind(), Set.of()) : result.remove(result.size() - 1);
        if (hasVariants(hidden)
                || hasVariants(left.hidden())
                || hasVariants(right.get(0).hidden())) {
            choice.paste();
        }
        String text = left.text() + right.get(0).text();
        CTokens tokens = CTokens.of(text);
        for (int i = 0; i < tokens.count(); i++) {
            add(result, hide(new Token(tokens.text(i), tokens.kind(i), left.hidden()), hidden));
        }
        right.subList(1, right.size()).forEach(token -> add(result, hide(token, hidden)));
    }

    private boolean hasVariants(Set<String> names) {
        return names.stream().anyMatch(name -> variants(name) > 1);
    }

    private static Token quoted(List<Token> tokens) {
        StringBuilder text = new StringBuilder("\"");
        tokens.forEach(token -> text.append(text.length() > 1 ? " " : "")
                .append(token.text().replace("\\", "\\\\").replace("\"", "\\\"")));
        return new Token(text.append('"').toString(), CTokens.Kind.TEXT, Set.of());
    }
}

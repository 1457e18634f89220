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

/** Expands macros as C's preprocessor does (Prosser's algorithm: a token knows the macros that it came from). */
final class MacroExpansion {
    /** Arguments within arguments that go deeper than this are no ordinary code. */
    private static final int DEEPEST = 200;

    private final Macros macros;
    private int budget;
    private int depth;

    /** @param budget how many characters may be made before the expansion gives up */
    MacroExpansion(Macros macros, int budget) {
        this.macros = macros;
        this.budget = budget;
    }

    boolean exhausted() {
        return budget <= 0;
    }

    /** Takes from the budget what a search in vain costs: there may be one from every token. */
    void spend(int characters) {
        budget -= characters;
    }

    /** What the macro makes of arguments that say nothing, by its n-th definition and the first of the macros in that. */
    List<MacroToken> alone(String name, int n, MacroChoice choice) {
        List<Macro> known = macros.definitions(name);
        Macro asItself = new Macro(null, false, List.of());
        return expand((n < known.size() ? known.get(n) : asItself).use(name), choice);
    }

    /** What is left of the tokens when all macros in them are expanded, each by the definition that is chosen. */
    List<MacroToken> expand(List<MacroToken> source, MacroChoice choice) {
        if (++depth > DEEPEST) {
            budget = 0;
        }
        List<MacroToken> output = budget > 0 ? expanded(source, choice) : List.of();
        depth--;
        return output;
    }

    private List<MacroToken> expanded(List<MacroToken> source, MacroChoice choice) {
        Deque<MacroToken> input = new ArrayDeque<>(source);
        List<MacroToken> output = new ArrayList<>();
        while (!input.isEmpty()) {
            MacroToken token = input.removeFirst();
            List<Macro> known =
                    token.kind() == CTokens.Kind.NAME && !token.hidden().contains(token.text())
                            ? macros.definitions(token.text())
                            : List.of();
            int meanings = known.isEmpty() ? 0 : macros.variants(token.text());
            int chosen = meanings > 1 ? choice.among(token.text(), meanings) : 0;
            if (chosen >= known.size() || budget <= 0) {
                add(output, token);
                continue;
            }
            Macro macro = known.get(chosen);
            Optional<List<List<MacroToken>>> arguments =
                    macro.parameters() == null ? Optional.of(List.of()) : arguments(input, macro);
            if (arguments.isEmpty()) {
                output.add(token);
                continue;
            }
            Set<String> hidden = new HashSet<>(token.hidden());
            hidden.add(token.text());
            budget -= hidden.size();
            List<MacroToken> replacement = substitute(macro, arguments.get(), hidden, choice);
            for (int i = replacement.size() - 1; i >= 0; i--) {
                input.addFirst(replacement.get(i));
            }
        }
        return output;
    }

    /** Takes {@code (a, b)} off the input; empty, and nothing taken, where there is none. */
    private Optional<List<List<MacroToken>>> arguments(Deque<MacroToken> input, Macro macro) {
        if (input.isEmpty() || !input.peekFirst().is("(")) {
            return Optional.empty();
        }
        input.removeFirst();
        List<List<MacroToken>> arguments = new ArrayList<>(List.of(new ArrayList<>()));
        int depth = 1;
        while (!input.isEmpty()) {
            MacroToken token = input.removeFirst();
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

    private List<MacroToken> substitute(
            Macro macro, List<List<MacroToken>> arguments, Set<String> hidden, MacroChoice choice) {
        List<MacroToken> result = new ArrayList<>();
        Map<String, List<MacroToken>> expanded = new HashMap<>();
        List<MacroToken> body = macro.body(arguments);
        for (int i = 0; i < body.size() && budget > 0; i++) {
            MacroToken token = body.get(i);
            boolean pasted = i + 1 < body.size() && body.get(i + 1).is("##");
            if (token.is("##") && i > 0 && i + 1 < body.size()) {
                List<MacroToken> right = macro.given(body.get(++i), arguments);
                paste(result, right, hidden, choice);
            } else if (token.is("#") && i + 1 < body.size() && macro.isParameter(body.get(i + 1))) {
                add(result, quoted(macro.given(body.get(++i), arguments)));
            } else if (macro.isParameter(token)) {
                List<MacroToken> argument = macro.given(token, arguments);
                List<MacroToken> value = pasted
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
    private void add(List<MacroToken> tokens, MacroToken token) {
        if (budget > 0) {
            tokens.add(token);
        }
        budget -= 1 + token.text().length();
    }

    private MacroToken hide(MacroToken token, Set<String> hidden) {
        if (token.kind() != CTokens.Kind.NAME) {
            return token;
        }
        if (token.hidden().isEmpty()) {
            return new MacroToken(token.text(), token.kind(), hidden);
        }
        Set<String> all = new HashSet<>(token.hidden());
        all.addAll(hidden);
        budget -= all.size();
        return new MacroToken(token.text(), token.kind(), all);
    }

    private void paste(List<MacroToken> result, List<MacroToken> right, Set<String> hidden, MacroChoice choice) {
        if (right.isEmpty()) {
            return;
        }
        MacroToken left =
                result.isEmpty() ? new MacroToken("", right.get(0).kind(), Set.of()) : result.remove(result.size() - 1);
        if (hasVariants(hidden)
                || hasVariants(left.hidden())
                || hasVariants(right.get(0).hidden())) {
            choice.paste();
        }
        String text = left.text() + right.get(0).text();
        CTokens tokens = CTokens.of(text);
        for (int i = 0; i < tokens.count(); i++) {
            add(result, hide(new MacroToken(tokens.text(i), tokens.kind(i), left.hidden()), hidden));
        }
        right.subList(1, right.size()).forEach(token -> add(result, hide(token, hidden)));
    }

    private boolean hasVariants(Set<String> names) {
        return names.stream().anyMatch(name -> macros.variants(name) > 1);
    }

    private static MacroToken quoted(List<MacroToken> tokens) {
        StringBuilder text = new StringBuilder("\"");
        tokens.forEach(token -> text.append(text.length() > 1 ? " " : "")
                .append(token.text().replace("\\", "\\\\").replace("\"", "\\\"")));
        return new MacroToken(text.append('"').toString(), CTokens.Kind.TEXT, Set.of());
    }
}

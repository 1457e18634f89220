package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a {@code #define} says.
 *
 * @param parameters null for a macro that takes no arguments
 * @param variadic whether the last parameter takes all further arguments
 * @param body what it stands for
 */
record Macro(List<String> parameters, boolean variadic, List<MacroToken> body) {

    /** Reads what follows the # of a {@code #define}. */
    static Macro read(CTokens tokens) {
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
        List<MacroToken> body = new ArrayList<>();
        for (; at < tokens.count(); at++) {
            body.add(MacroToken.of(tokens, at));
        }
        return new Macro(parameters, variadic, body);
    }

    /** A use of it by this name with arguments that say nothing. */
    List<MacroToken> use(String name) {
        List<MacroToken> use = new ArrayList<>(List.of(new MacroToken(name, CTokens.Kind.NAME, Set.of())));
        if (parameters != null) {
            use.add(new MacroToken("(", CTokens.Kind.PUNCTUATOR, Set.of()));
            for (int i = 0; i < parameters.size(); i++) {
                use.add(new MacroToken("_", CTokens.Kind.NAME, Set.of()));
                use.add(new MacroToken(i + 1 < parameters.size() ? "," : ")", CTokens.Kind.PUNCTUATOR, Set.of()));
            }
            if (parameters.isEmpty()) {
                use.add(new MacroToken(")", CTokens.Kind.PUNCTUATOR, Set.of()));
            }
        }
        return use;
    }

    boolean isParameter(MacroToken token) {
        return parameters != null && parameters.contains(token.text());
    }

    /** The argument that a parameter stands for, as it is given; any other token itself. */
    List<MacroToken> given(MacroToken token, List<List<MacroToken>> arguments) {
        int index = parameters == null ? -1 : parameters.indexOf(token.text());
        return index < 0 ? List.of(token) : index < arguments.size() ? arguments.get(index) : List.of();
    }

    /** The body with what its {@code __VA_OPT__(...)} stand for: nothing where no further arguments are given. */
    List<MacroToken> body(List<List<MacroToken>> arguments) {
        if (!variadic || body.stream().noneMatch(token -> token.is("__VA_OPT__"))) {
            return body;
        }
        int last = parameters.size() - 1;
        boolean given = arguments.size() > last && !arguments.get(last).isEmpty();
        List<MacroToken> made = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            if (!body.get(i).is("__VA_OPT__")) {
                made.add(body.get(i));
                continue;
            }
            int close = closing(body, i + 1);
            if (given) {
                made.addAll(body.subList(Math.min(i + 2, close), close));
            } else if (!made.isEmpty() && made.get(made.size() - 1).is("##")) {
                made.remove(made.size() - 1);
            } else if (close + 1 < body.size() && body.get(close + 1).is("##")) {
                close++;
            }
            i = close;
        }
        return made;
    }

    private static int closing(List<MacroToken> tokens, int open) {
        int depth = 0;
        for (int at = open; at < tokens.size(); at++) {
            depth += tokens.get(at).is("(") ? 1 : tokens.get(at).is(")") ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return tokens.size();
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells whether C code that the grammar cannot read can be C at all. Macros of headers that nobody has read may stand
 * for anything, so an ordinary file often does not parse; but no macro explains a bracket that never closes, an
 * assignment of nothing, a literal that does not end, or a statement that runs into the next.
 */
final class TokenFaults {
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final Set<String> STATEMENTS =
            Set.of("return", "for", "switch", "break", "continue", "goto", "do", "case", "default");
    private static final Set<String> BEFORE_OPERAND = Set.of(
            "return",
            "case",
            "else",
            "sizeof",
            "throw",
            "co_return",
            "co_yield",
            "do",
            "not",
            "and",
            "or",
            "xor",
            "bitor",
            "bitand",
            "compl",
            "not_eq",
            "and_eq",
            "or_eq",
            "xor_eq",
            "_Alignof",
            "alignof",
            "operator",
            "delete",
            "new",
            "in",
            "is",
            "isnt");
    private static final Set<String> NEEDS_OPERAND =
            Set.of("=", "+", "-", "/", "%", "^", "|", "||", "<<", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=");

    /** Which branch of an #if counts when brackets are paired. */
    private enum Branch {
        FIRST,
        LAST,
        NONE
    }

    private final CTokens tokens;

    private TokenFaults(String text) {
        this.tokens = CTokens.of(text);
    }

    static boolean in(String text) {
        TokenFaults faults = new TokenFaults(text);
        return !faults.paired(Branch.FIRST) && !faults.paired(Branch.LAST) && !faults.paired(Branch.NONE)
                || faults.impossible();
    }

    private record Condition(Deque<String> before, Deque<String> after, boolean skipped) {}

    private boolean paired(Branch branch) {
        Deque<String> open = new ArrayDeque<>();
        Deque<Condition> conditions = new ArrayDeque<>();
        for (int token = 0; token < tokens.count(); token++) {
            if (tokens.is(token, CTokens.Kind.DIRECTIVE)) {
                open = directive(word(token), open, conditions, branch);
            } else if (tokens.is(token, CTokens.Kind.PUNCTUATOR)
                    && !conditions.stream().anyMatch(Condition::skipped)) {
                String text = tokens.text(token);
                if ("([{".contains(text)) {
                    open.push(text);
                } else if (")]}".contains(text)
                        && (open.isEmpty() || "([{".indexOf(open.pop()) != ")]}".indexOf(text))) {
                    return false;
                }
            }
        }
        return open.isEmpty();
    }

    private static Deque<String> directive(
            String word, Deque<String> open, Deque<Condition> conditions, Branch branch) {
        if (word.startsWith("if")) {
            conditions.push(new Condition(new ArrayDeque<>(open), null, word.equals("if 0")));
        } else if (word.startsWith("el") && !conditions.isEmpty()) {
            Condition condition = conditions.pop();
            boolean first = condition.after() == null && !condition.skipped();
            conditions.push(new Condition(condition.before(), first ? open : condition.after(), false));
            return new ArrayDeque<>(condition.before());
        } else if (word.startsWith("endif") && !conditions.isEmpty()) {
            Condition condition = conditions.pop();
            if (condition.skipped() || (branch == Branch.NONE && condition.after() == null)) {
                return condition.before();
            }
            return branch != Branch.FIRST || condition.after() == null ? open : condition.after();
        }
        return open;
    }

    private String word(int directive) {
        return BLANKS.matcher(tokens.text(directive).substring(1).strip()).replaceAll(" ");
    }

    /** What stands under a condition proves nothing, as the compiler may never see it, save under an include guard. */
    private boolean impossible() {
        int conditions = tokens.is(0, CTokens.Kind.DIRECTIVE) && word(0).startsWith("ifndef") ? -1 : 0;
        for (int token = 0; token < tokens.count(); token++) {
            if (tokens.is(token, CTokens.Kind.DIRECTIVE)) {
                String word = word(token);
                conditions += word.startsWith("if") ? 1 : word.startsWith("endif") ? -1 : 0;
            } else if (conditions <= 0 && (tokens.is(token, CTokens.Kind.WRONG) || runsOn(token) || lacks(token))) {
                return true;
            }
        }
        int last = tokens.count() - 1;
        return last >= 0 && tokens.is(last, CTokens.Kind.NAME) && !macroLike(last) || operand(last);
    }

    /** An operator with nothing on its right, or two operands with nothing between them. */
    private boolean lacks(int token) {
        boolean operator = tokens.is(token, CTokens.Kind.PUNCTUATOR) && NEEDS_OPERAND.contains(tokens.text(token));
        if (operator && (tokens.is(token + 1, ";") || tokens.is(token + 1, ")") || tokens.is(token + 1, "}"))) {
            return ended(token - 1) && !tokens.is(token - 1, "operator") && !givenToMacro(token);
        }
        if (tokens.is(token, CTokens.Kind.NUMBER)) {
            return tokens.is(token + 1, CTokens.Kind.NUMBER) && !givenToMacro(token)
                    || tokens.is(token + 1, CTokens.Kind.NAME)
                            && !macroLike(token + 1)
                            && !BEFORE_OPERAND.contains(tokens.text(token + 1))
                    || tokens.is(token - 1, CTokens.Kind.NAME)
                            && !macroLike(token - 1)
                            && !BEFORE_OPERAND.contains(tokens.text(token - 1));
        }
        return false;
    }

    /** Whether the token stands directly in the brackets of what may be a macro. */
    private boolean givenToMacro(int token) {
        int open = token;
        while (open > 0 && !tokens.is(open, "(") && !tokens.is(open, ";") && !tokens.is(open, ")")) {
            open--;
        }
        return tokens.is(open, "(") && tokens.is(open - 1, CTokens.Kind.NAME) && macroLike(open - 1);
    }

    /** A statement that lacks its semicolon. */
    private boolean runsOn(int token) {
        if (tokens.is(token, CTokens.Kind.NAME) && STATEMENTS.contains(tokens.text(token))) {
            return operand(token - 1) || (tokens.is(token - 1, ")") && plainCall(token - 1, token));
        }
        if (tokens.is(token, "}") && (operand(token - 1) || tokens.is(token - 1, ")"))) {
            int first = token - 1;
            while (first > 0
                    && !tokens.is(first - 1, ";")
                    && !tokens.is(first - 1, "{")
                    && !tokens.is(first - 1, "}")) {
                first--;
            }
            return tokens.is(first, "return")
                    || (tokens.is(first, CTokens.Kind.NAME) && tokens.is(first + 1, "=") && tokens.is(first - 1, ";"))
                    || (tokens.is(token - 1, ")") && plainCall(token - 1, token) && opening(token - 1) == first + 1);
        }
        return false;
    }

    /** Whether the bracket closes an ordinary call that is all of a statement. */
    private boolean plainCall(int close, int next) {
        int name = opening(close) - 1;
        if (name < 1 || !tokens.is(name, CTokens.Kind.NAME) || macroLike(name)) {
            return false;
        }
        boolean statement = tokens.is(name - 1, ";") || tokens.is(name - 1, "{") || tokens.is(name - 1, "}");
        boolean control = Set.of("if", "for", "while", "switch", "catch").contains(tokens.text(name));
        return statement && !control && tokens.column(next) <= tokens.column(name);
    }

    private int opening(int close) {
        int depth = 0;
        for (int at = close; at >= 0; at--) {
            depth += tokens.is(at, ")") ? 1 : tokens.is(at, "(") ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return -1;
    }

    private boolean ended(int token) {
        return operand(token) || tokens.is(token, ")") || tokens.is(token, "]");
    }

    private boolean operand(int token) {
        return tokens.is(token, CTokens.Kind.NUMBER)
                || tokens.is(token, CTokens.Kind.TEXT)
                || tokens.is(token, CTokens.Kind.NAME)
                        && !macroLike(token)
                        && !BEFORE_OPERAND.contains(tokens.text(token))
                        && !STATEMENTS.contains(tokens.text(token));
    }

    /** By the convention that macros are written in capitals, or by the reserved names of compilers. */
    private boolean macroLike(int name) {
        String text = tokens.text(name);
        return text.startsWith("_") || text.equals(text.toUpperCase(java.util.Locale.ROOT)) || text.contains("each");
    }
}

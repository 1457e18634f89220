package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/** Says what calls of the file's own functions give: what their return statements say. */
final class OwnFunctions {
    /** A result that is another function's result so many times over stands for anything. */
    private static final int DEEPEST = 12;
    /** What has so many ways to return is judged by the first of them. */
    private static final int MOST_RETURNS = Alternatives.LIMIT;
    /** Functions that each return several others' results would double the work with each of them. */
    private static final int MOST_STEPS = 100;

    private final SyntaxTree tree;
    private final Language language;
    private final Bindings bindings;
    private final IntFunction<List<Value>> valueOf;
    private final BitSet busy = new BitSet();
    private int steps;

    OwnFunctions(SyntaxTree tree, Language language, Bindings bindings, IntFunction<List<Value>> valueOf) {
        this.tree = tree;
        this.language = language;
        this.bindings = bindings;
        this.valueOf = valueOf;
    }

    /** What a call may give whose callee is this expression; nothing where it is no function of the file's own. */
    List<Value> results(int callee) {
        steps = 0;
        List<Integer> functions = callee == SyntaxTree.NONE ? List.of() : meant(callee, 0);
        if (functions.isEmpty() || busy.cardinality() >= DEEPEST) {
            return List.of();
        }
        Alternatives results = new Alternatives();
        for (int function : functions) {
            if (!busy.get(function)) {
                busy.set(function);
                bindings.returned(function).stream()
                        .limit(MOST_RETURNS)
                        .forEach(expression -> known(valueOf.apply(expression), results));
                busy.clear(function);
            }
        }
        return results.isEmpty() ? List.of() : results.list();
    }

    private static void known(List<Value> values, Alternatives results) {
        values.stream().filter(value -> !(value instanceof Value.Unknown)).forEach(results::add);
    }

    /** The functions that an expression may stand for: written there, known by its name, or the result of another. */
    private List<Integer> meant(int expression, int depth) {
        int kind = tree.kind(expression);
        if (depth >= DEEPEST || steps++ >= MOST_STEPS) {
            return List.of();
        }
        if (language.isName(kind)) {
            return named(expression);
        }
        if (!bindings.returned(expression).isEmpty()) {
            return List.of(expression);
        }
        Shape shape = language.shape(kind);
        if (shape == null) {
            return List.of();
        }
        if (shape.form() == Expression.Form.SAME && shape.value() == 0) {
            int inner = tree.firstNamedChild(expression);
            return inner == SyntaxTree.NONE ? List.of() : meant(inner, depth + 1);
        }
        int callee = shape.form() == Expression.Form.CALL ? tree.child(expression, shape.function()) : SyntaxTree.NONE;
        if (callee == SyntaxTree.NONE) {
            return List.of();
        }
        List<Integer> functions = new ArrayList<>();
        for (int function : meant(callee, depth + 1)) {
            bindings.returned(function).stream()
                    .limit(MOST_RETURNS)
                    .forEach(returned -> functions.addAll(meant(returned, depth + 1)));
        }
        return functions;
    }

    private List<Integer> named(int use) {
        String name = language.spelling().identifier(tree.text(use));
        return bindings.scopeOf(use).defining(name).definitions(name).stream()
                .map(definition -> bindings.named(definition.node()))
                .filter(function -> function != SyntaxTree.NONE)
                .toList();
    }
}

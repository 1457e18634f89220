package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An {@link Expression} with the grammar's numbers for its fields and kinds; 0 is no field. */
record Shape(
        Expression.Form form,
        int object,
        int name,
        int key,
        int function,
        int arguments,
        int left,
        int right,
        int value,
        Set<Integer> content,
        Set<Integer> escapes,
        Set<Integer> interpolations,
        String raw,
        String symbol,
        boolean quotes) {

    static Shape of(Expression expression, Kinds kinds) {
        boolean instance = expression.form() == Expression.Form.INSTANCE;
        return new Shape(
                expression.form(),
                field(expression.object(), kinds),
                instance ? 0 : field(expression.name(), kinds),
                field(expression.key(), kinds),
                field(expression.function(), kinds),
                field(expression.arguments(), kinds),
                field(expression.left(), kinds),
                field(expression.right(), kinds),
                field(expression.value(), kinds),
                numbers(expression.content(), kinds),
                numbers(expression.escapes(), kinds),
                numbers(expression.interpolations(), kinds),
                expression.raw() == null ? "" : expression.raw(),
                instance ? expression.name() : "",
                expression.quotes());
    }

    private static int field(String name, Kinds kinds) {
        return name == null ? 0 : kinds.field(name);
    }

    private static Set<Integer> numbers(List<String> names, Kinds kinds) {
        Set<Integer> numbers = new HashSet<>();
        if (names != null) {
            names.forEach(name -> numbers.add(kinds.kind(name)));
        }
        return numbers;
    }

    /** The part of a chain that its head stands in: {@code a} of {@code a.b}, {@code f} of {@code f(x)}. */
    int head() {
        return switch (form) {
            case MEMBER, INDEX, INVOKE -> object;
            case CALL, MACRO -> function;
            case SAME, CAST -> value;
            default -> 0;
        };
    }
}

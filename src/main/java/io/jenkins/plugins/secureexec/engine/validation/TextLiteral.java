package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads what a string literal says. */
record TextLiteral(SyntaxTree tree, Shape shape) {
    /** What it may say, in so many ways. */
    private static final int MOST = 48;

    /** Empty where the literal has something to interpolate. */
    Optional<String> plain(int node) {
        return read(node, expression -> Value.UNKNOWN).stream().findFirst();
    }

    /** All that it may say; empty where what it interpolates is no constant. */
    List<String> read(int node, IntFunction<List<Value>> valueOf) {
        boolean raw = isRaw(node);
        if (shape.quotes()) {
            String text = tree.text(node);
            int end = text.startsWith(":") ? text.length() : text.length() - 1; // :name is opened and never closed
            return List.of(text.length() < 2 ? text : unescaped(text.substring(1, end), raw));
        }
        List<StringBuilder> texts = new ArrayList<>(List.of(new StringBuilder()));
        for (int part = tree.firstChild(node); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            int kind = tree.kind(part);
            if (shape.content().contains(kind)) {
                String content = unescaped(tree.text(part), raw);
                texts.forEach(text -> text.append(content));
            } else if (shape.escapes().contains(kind)) {
                String escape = Escapes.resolve(tree.text(part));
                texts.forEach(text -> text.append(escape));
            } else if (shape.interpolations().contains(kind)) {
                int expression = tree.firstNamedChild(part);
                List<Value> values = expression == SyntaxTree.NONE ? Value.UNKNOWN : valueOf.apply(expression);
                texts = continued(texts, values);
                if (texts.isEmpty()) {
                    return List.of();
                }
            }
        }
        return texts.stream().map(StringBuilder::toString).toList();
    }

    /** Each text with each value behind it; empty where a value is no constant, or where they are many. */
    private static List<StringBuilder> continued(List<StringBuilder> texts, List<Value> values) {
        List<StringBuilder> longer = new ArrayList<>();
        for (Value value : texts.size() * values.size() > MOST ? Value.UNKNOWN : values) {
            Optional<Value> constant = Folding.apply(Operation.CONCAT, List.of(new Value.Text(""), value));
            if (!(constant.orElse(null) instanceof Value.Text inner)) {
                return List.of();
            }
            texts.forEach(text -> longer.add(new StringBuilder(text).append(inner.text())));
        }
        return longer;
    }

    private static String unescaped(String text, boolean raw) {
        return raw ? text : Escapes.resolve(text);
    }

    private boolean isRaw(int node) {
        if (shape.raw().isEmpty()) {
            return false;
        }
        String start = tree.text(node);
        for (int i = 0; i < start.length() && Character.isLetter(start.charAt(i)); i++) {
            if (shape.raw().indexOf(start.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}

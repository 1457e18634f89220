package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads what a string literal says. */
record TextLiteral(SyntaxTree tree, Shape shape) {

    /** Empty where the literal has something to interpolate. */
    Optional<String> plain(int node) {
        return read(node, expression -> Value.UNKNOWN);
    }

    /** Empty where what it interpolates is no constant. */
    Optional<String> read(int node, IntFunction<List<Value>> valueOf) {
        boolean raw = isRaw(node);
        if (shape.quotes()) {
            String text = tree.text(node);
            int end = text.startsWith(":") ? text.length() : text.length() - 1; // :name is opened and never closed
            return Optional.of(text.length() < 2 ? text : unescaped(text.substring(1, end), raw));
        }
        StringBuilder text = new StringBuilder();
        for (int part = tree.firstChild(node); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            int kind = tree.kind(part);
            if (shape.content().contains(kind)) {
                text.append(unescaped(tree.text(part), raw));
            } else if (shape.escapes().contains(kind)) {
                text.append(Escapes.resolve(tree.text(part)));
            } else if (shape.interpolations().contains(kind)) {
                int expression = tree.firstNamedChild(part);
                List<Value> values = expression == SyntaxTree.NONE ? Value.UNKNOWN : valueOf.apply(expression);
                Optional<Value> constant = values.size() == 1
                        ? Folding.apply(Operation.CONCAT, List.of(new Value.Text(""), values.get(0)))
                        : Optional.empty();
                if (!(constant.orElse(null) instanceof Value.Text inner)) {
                    return Optional.empty();
                }
                text.append(inner.text());
            }
        }
        return Optional.of(text.toString());
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

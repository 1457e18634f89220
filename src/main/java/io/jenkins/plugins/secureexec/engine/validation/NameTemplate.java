package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Optional;

/**
 * How a name begins and ends of which only the run will tell the rest, such as {@code f"visit_{kind}"}. Only from an
 * interpolation, which gives nothing but a text with these ends: what {@code +} gives, the other operand may decide.
 */
record NameTemplate(String start, String end) {

    /** Empty where the node is no text with something interpolated. */
    static Optional<NameTemplate> of(SyntaxTree tree, Language language, int node) {
        Shape shape = node == SyntaxTree.NONE ? null : language.shape(tree.kind(node));
        if (shape == null || shape.form() != Expression.Form.TEXT) {
            return Optional.empty();
        }
        int first = SyntaxTree.NONE;
        int last = SyntaxTree.NONE;
        for (int part = tree.firstChild(node); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            if (shape.interpolations().contains(tree.kind(part))) {
                first = first == SyntaxTree.NONE ? part : first;
                last = part;
            }
        }
        return first == SyntaxTree.NONE
                ? Optional.empty()
                : Optional.of(new NameTemplate(
                        plain(tree, shape, tree.firstChild(node), first),
                        plain(tree, shape, tree.nextSibling(last), SyntaxTree.NONE)));
    }

    /** What is written between two parts; an escape counts for nothing, and so never for a safe name. */
    private static String plain(SyntaxTree tree, Shape shape, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int part = from; part != to && part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            if (shape.content().contains(tree.kind(part))) {
                text.append(tree.text(part));
            } else if (shape.escapes().contains(tree.kind(part))) {
                return "";
            }
        }
        return text.indexOf("\\") < 0 ? text.toString() : "";
    }
}

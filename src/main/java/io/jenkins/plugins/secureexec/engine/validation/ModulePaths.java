package io.jenkins.plugins.secureexec.engine.validation;

/** The paths that imports name, however they are spaced, commented or nested. */
record ModulePaths(SyntaxTree tree, Language language) {

    String path(int node) {
        StringBuilder path = new StringBuilder();
        prefix(node, path);
        path.append(constant(node));
        String dotted = language.spelling().dotted(path.toString());
        // A star stands for the members of what is before it.
        return language.spelling().canonical(dotted.endsWith(".*") ? dotted.substring(0, dotted.length() - 2) : dotted);
    }

    /** The parts that a nested import list has above it: {@code std::process} of {@code std::process::{Command}}. */
    private void prefix(int node, StringBuilder path) {
        int from = node;
        for (int above = tree.parent(node); above != SyntaxTree.NONE; above = tree.parent(above)) {
            Integer field = language.importPrefixes().get(tree.kind(above));
            int part = field == null ? SyntaxTree.NONE : tree.child(above, field);
            if (part != SyntaxTree.NONE && part != from) {
                path.insert(0, constant(part) + ".");
            }
            from = above;
        }
    }

    /** A name or a path as written, or what a string says. */
    String constant(int node) {
        Shape shape = language.shape(tree.kind(node));
        if (shape != null && shape.form() == Expression.Form.TEXT) {
            return new TextLiteral(tree, shape).plain(node).orElse("?");
        }
        StringBuilder path = new StringBuilder();
        for (int leaf = node; leaf < tree.end(node); leaf++) {
            boolean comment = tree.kinds().comment(tree.kind(leaf));
            if (tree.end(leaf) == leaf + 1 && !comment) {
                path.append(language.spelling().identifier(tree.text(leaf)));
            }
        }
        return path.toString();
    }
}

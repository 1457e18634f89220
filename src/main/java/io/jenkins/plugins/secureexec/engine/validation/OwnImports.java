package io.jenkins.plugins.secureexec.engine.validation;

/** Imports of a module that the same file defines, and that therefore reach nothing outside of it. */
record OwnImports(SyntaxTree tree, Language language, Bindings bindings) {

    /** A path with nothing before its separator begins with a module from outside. */
    boolean contain(Bindings.Mention mention) {
        int dot = mention.path().indexOf('.');
        String root = dot < 0 ? mention.path() : mention.path().substring(0, dot);
        return !language.ownPaths().isEmpty()
                && Character.isJavaIdentifierStart(tree.text(mention.node()).charAt(0))
                && bindings.scopeOf(mention.node()).definitions(root).stream()
                        .anyMatch(each ->
                                each.space().equals("type") && each.meaning() instanceof Definition.Meaning.Own);
    }
}

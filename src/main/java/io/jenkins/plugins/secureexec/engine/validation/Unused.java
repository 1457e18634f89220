package io.jenkins.plugins.secureexec.engine.validation;

import java.util.regex.Pattern;

/** Tells a module that is imported and not spoken of again from one that something in the file may reach. */
final class Unused {
    private Unused() {}

    /** Whether the file says the module's name, in code or in a string, nowhere but in imports, which give it no other. */
    static boolean is(SyntaxTree tree, Language language, Bindings bindings, int module) {
        // A member of a class is reached in more ways than by its name.
        return bindings.scopeOf(module).kind() != LanguageFile.ScopeKind.OPAQUE
                && namesOnlyModules(tree, bindings, tree.parent(module))
                && !isSaid(tree, language, bindings, tree.text(tree.firstNamedChild(module)));
    }

    private static boolean namesOnlyModules(SyntaxTree tree, Bindings bindings, int statement) {
        for (int child = tree.firstNamedChild(statement); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (tree.named(child) && !bindings.isModule(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSaid(SyntaxTree tree, Language language, Bindings bindings, String name) {
        Pattern word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b");
        for (int node = 0; node < tree.size(); node++) {
            boolean named = language.isName(tree.kind(node))
                    && language.identifier(tree.text(node)).equals(name)
                    && !bindings.isModule(tree.parent(node));
            Shape shape = language.shape(tree.kind(node));
            boolean text = shape != null && shape.form() == Expression.Form.TEXT;
            if (named || text && word.matcher(tree.text(node)).find()) {
                return true;
            }
        }
        return false;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.Map;

/** Imports that reach nothing outside the file: of a module that is its own, or of a name that it never uses. */
final class IdleImports {
    private final SyntaxTree tree;
    private final Language language;
    private final Bindings bindings;
    /** How often each name is written, once somebody asks. */
    private final Map<String, Integer> written = new HashMap<>();

    IdleImports(SyntaxTree tree, Language language, Bindings bindings) {
        this.tree = tree;
        this.language = language;
        this.bindings = bindings;
    }

    boolean contain(Bindings.Mention mention) {
        return isOwn(mention) || isUnused(mention.node());
    }

    /** A path with nothing before its separator begins with a module from outside. */
    private boolean isOwn(Bindings.Mention mention) {
        int dot = mention.path().indexOf('.');
        String root = dot < 0 ? mention.path() : mention.path().substring(0, dot);
        return !language.ownPaths().isEmpty()
                && Character.isJavaIdentifierStart(tree.text(mention.node()).charAt(0))
                && bindings.scopeOf(mention.node()).definitions(root).stream()
                        .anyMatch(each -> each.space().equals("type") && each.meaning() instanceof Definition.Meaning.Own);
    }

    private boolean isUnused(int node) {
        int path = tree.parent(node);
        if (!language.importsMayIdle() || path == SyntaxTree.NONE) {
            return false;
        }
        int last = node;
        for (int child = node; child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            last = tree.named(child) ? child : last;
        }
        return language.isName(tree.kind(last))
                && written().getOrDefault(language.identifier(tree.text(last)), 0) == 1;
    }

    private Map<String, Integer> written() {
        if (written.isEmpty()) {
            for (int node = 0; node < tree.size(); node++) {
                if (language.isName(tree.kind(node))) {
                    written.merge(language.identifier(tree.text(node)), 1, Integer::sum);
                }
            }
        }
        return written;
    }
}

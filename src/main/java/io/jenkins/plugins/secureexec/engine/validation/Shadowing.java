package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says where a definition certainly stands between a name and what the language means by it. */
final class Shadowing {
    private final SyntaxTree tree;
    private final Language language;
    private final Bindings bindings;
    private final Map<Scope, List<Integer>> callsByScope = new HashMap<>();

    Shadowing(SyntaxTree tree, Language language, Bindings bindings) {
        this.tree = tree;
        this.language = language;
        this.bindings = bindings;
    }

    /**
     * Whether a use certainly means the author's definition. In a module that runs from top to bottom, `eval` is the
     * language's own until a definition has been passed that no condition can skip.
     */
    boolean shadows(Scope scope, String name, List<Definition> definitions, int use) {
        if (scope.kind() != LanguageFile.ScopeKind.SEQUENTIAL && scope.kind() != LanguageFile.ScopeKind.OPAQUE) {
            return definitions.stream()
                    .anyMatch(definition ->
                            !(definition.meaning() instanceof Definition.Meaning.Maybe) && !definition.isPartial());
        }
        if (scope.isDeleted(name)) {
            return false;
        }
        boolean later = bindings.scopeOf(use) != scope;
        for (Definition definition : definitions) {
            int region = region(definition.node(), scope);
            boolean reached = definition.node() < use
                    ? use < tree.end(region) && !evaluatedBefore(definition.node(), region, use)
                    : later && region == scope.node() && !callsBetween(scope, use, definition.node());
            if (reached) {
                return true;
            }
        }
        return false;
    }

    /** Whether the use is on the right of the very assignment that makes the definition. */
    private boolean evaluatedBefore(int definition, int region, int use) {
        int above = tree.parent(definition);
        while (above != region && tree.end(above) <= use) {
            above = tree.parent(above);
        }
        if (above == region) {
            return false;
        }
        int branch = use;
        while (tree.parent(branch) != above) {
            branch = tree.parent(branch);
        }
        return language.isAssigned(tree.fieldOf(branch));
    }

    /** The part of the scope in which a definition certainly happened: up to the nearest condition or loop. */
    private int region(int node, Scope scope) {
        int above = tree.parent(node);
        while (above != scope.node() && above != SyntaxTree.NONE && language.isStraight(tree.kind(above))) {
            above = tree.parent(above);
        }
        return above == SyntaxTree.NONE ? scope.node() : above;
    }

    /** Whether the function around the use might already run before the definition is reached. */
    private boolean callsBetween(Scope scope, int use, int definition) {
        List<Integer> calls = calls(scope);
        int at = Collections.binarySearch(calls, use);
        int next = at < 0 ? -at - 1 : at;
        return next < calls.size() && calls.get(next) < definition;
    }

    private List<Integer> calls(Scope scope) {
        return callsByScope.computeIfAbsent(scope, key -> {
            List<Integer> calls = new ArrayList<>();
            for (int node = 0; node < tree.size(); node++) {
                Shape shape = language.shape(tree.kind(node));
                if (shape != null
                        && (shape.form() == Expression.Form.CALL || shape.form() == Expression.Form.INVOKE)
                        && bindings.scopeOf(node) == key) {
                    calls.add(node);
                }
            }
            return calls;
        });
    }
}

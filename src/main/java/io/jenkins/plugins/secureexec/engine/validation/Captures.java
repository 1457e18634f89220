package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.function.ObjIntConsumer;

/** The nodes that one match of a {@link Pattern} captured: a few, so a chain of them is cheaper than a table. */
final class Captures {
    private final Captures before;
    private final List<String> names;
    private final int node;

    private Captures(Captures before, List<String> names, int node) {
        this.before = before;
        this.names = names;
        this.node = node;
    }

    /** Those of a match that begins at the node. */
    static Captures at(int node, List<String> names) {
        return new Captures(null, names, node);
    }

    Captures and(int another, List<String> itsNames) {
        return itsNames.isEmpty() ? this : new Captures(this, itsNames, another);
    }

    boolean has(String name) {
        return get(name) != SyntaxTree.NONE;
    }

    /** The last node of that name; {@link SyntaxTree#NONE} where there is none. */
    int get(String name) {
        for (Captures each = this; each != null; each = each.before) {
            if (each.names.contains(name)) {
                return each.node;
            }
        }
        return SyntaxTree.NONE;
    }

    int getOrDefault(String name, int otherwise) {
        int found = get(name);
        return found == SyntaxTree.NONE ? otherwise : found;
    }

    void forEach(ObjIntConsumer<String> action) {
        for (Captures each = this; each != null; each = each.before) {
            for (String name : each.names) {
                if (get(name) == each.node) {
                    action.accept(name, each.node);
                }
            }
        }
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Optional;
import org.treesitter.TSNode;

/**
 * Walks the tree with the binding's cursor.
 *
 * <p>Each native call that takes or returns a node costs about a microsecond, since the binding looks up the names of
 * all its fields each time; the end is asked for only where nothing else tells it.
 */
record CursorReader(Kinds kinds) implements TreeReader {

    @Override
    public Optional<SyntaxTree> read(TSNode root, byte[] source, Deadline deadline) {
        TreeBuilder tree = new TreeBuilder(source, kinds, Natives.hasError(root));
        long cursor = Natives.cursor(root);
        try {
            while (true) {
                if (tree.size() % DEADLINE_EVERY == DEADLINE_EVERY - 1 && deadline.passed()) {
                    return Optional.empty();
                }
                if (enter(cursor, tree)) {
                    continue;
                }
                while (!Natives.gotoNextSibling(cursor)) {
                    if (!Natives.gotoParent(cursor)) {
                        return Optional.of(tree.tree());
                    }
                    tree.close();
                }
            }
        } finally {
            Natives.free(cursor);
        }
    }

    /** Adds the node at the cursor, and goes to its first child if it has one. */
    private boolean enter(long cursor, TreeBuilder tree) {
        TSNode node = Natives.currentNode(cursor);
        int kind = kinds.canonical(Natives.symbol(node));
        int field = Natives.currentFieldId(cursor);
        int begin = BindingFields.startByte(node);
        if (Natives.gotoFirstChild(cursor)) {
            tree.open(kind, field, begin);
            return true;
        }
        tree.leaf(kind, field, begin, tree.named(kind) ? Natives.endByte(node) : begin);
        if (tree.seeksError() && Natives.isMissing(node)) {
            tree.missing();
        }
        return false;
    }
}

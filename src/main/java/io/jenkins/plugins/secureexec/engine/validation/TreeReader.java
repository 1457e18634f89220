package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Arrays;
import java.util.Optional;
import org.treesitter.TSNode;

/**
 * Copies a native tree into a {@link SyntaxTree}.
 *
 * <p>Each native call that takes a node costs about a microsecond, so positions are asked for at leaves only: an inner
 * node has its first and last leaf's.
 */
final class TreeReader {
    private static final int DEADLINE_EVERY = 1024;

    private final TSNode root;
    private final byte[] source;
    private final Kinds kinds;
    private int[] kind = new int[256];
    private int[] field = new int[256];
    private int[] parent = new int[256];
    private int[] end = new int[256];
    private int[] from = new int[256];
    private int[] to = new int[256];
    private int size;
    private TSNode current;
    private int firstError = SyntaxTree.NONE;

    TreeReader(TSNode root, byte[] source, Kinds kinds) {
        this.root = root;
        this.source = source;
        this.kinds = kinds;
    }

    Optional<SyntaxTree> read(Deadline deadline) {
        boolean broken = Natives.hasError(root);
        long cursor = Natives.cursor(root);
        try {
            int above = SyntaxTree.NONE;
            while (true) {
                int node = add(cursor, above, broken);
                if (size % DEADLINE_EVERY == 0 && deadline.passed()) {
                    return Optional.empty();
                }
                if (Natives.gotoFirstChild(cursor)) {
                    above = node;
                    continue;
                }
                leaf(cursor, node, broken);
                while (!Natives.gotoNextSibling(cursor)) {
                    if (!Natives.gotoParent(cursor)) {
                        return Optional.of(finished());
                    }
                    close(above);
                    above = parent[above];
                }
            }
        } finally {
            Natives.free(cursor);
        }
    }

    private int add(long cursor, int above, boolean broken) {
        if (size == kind.length) {
            grow();
        }
        int node = size++;
        current = Natives.currentNode(cursor);
        kind[node] = kinds.canonical(Natives.symbol(current));
        field[node] = Natives.currentFieldId(cursor);
        parent[node] = above;
        end[node] = size;
        from[node] = -1;
        if (broken && firstError == SyntaxTree.NONE && kinds.error(kind[node])) {
            firstError = NodeFields.startByte(current);
        }
        return node;
    }

    private void leaf(long cursor, int node, boolean broken) {
        from[node] = NodeFields.startByte(current);
        // A token is as long as its name; asking for it would cost as much as the rest of the node.
        to[node] = kinds.named(kind[node])
                ? Natives.endByte(current)
                : from[node] + kinds.name(kind[node]).length();
        if (broken && firstError == SyntaxTree.NONE && Natives.isMissing(current)) {
            firstError = from[node];
        }
    }

    /** All children of the node are there. */
    private void close(int node) {
        end[node] = size;
        from[node] = from[node + 1];
        to[node] = to[size - 1];
    }

    private void grow() {
        int length = size * 2;
        kind = Arrays.copyOf(kind, length);
        field = Arrays.copyOf(field, length);
        parent = Arrays.copyOf(parent, length);
        end = Arrays.copyOf(end, length);
        from = Arrays.copyOf(from, length);
        to = Arrays.copyOf(to, length);
    }

    private SyntaxTree finished() {
        return new SyntaxTree(
                source, kinds, new SyntaxTree.Columns(kind, field, parent, end, from, to, size), firstError);
    }
}

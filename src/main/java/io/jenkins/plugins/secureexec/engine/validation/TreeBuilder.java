package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Arrays;

/** Takes nodes in the order of the source; positions come with the leaves, an inner node has its first and last leaf's. */
final class TreeBuilder {
    private final byte[] source;
    private final Kinds kinds;
    private final boolean broken;
    private int[] kind;
    private int[] field;
    private int[] parent;
    private int[] end;
    private int[] from;
    private int[] to;
    private int size;
    private int open = SyntaxTree.NONE;
    private int firstError = SyntaxTree.NONE;

    /** A tree that is not broken has no error to look for. */
    TreeBuilder(byte[] source, Kinds kinds, boolean broken) {
        this.source = source;
        this.kinds = kinds;
        this.broken = broken;
        int room = Math.max(64, source.length / 2);
        kind = new int[room];
        field = new int[room];
        parent = new int[room];
        end = new int[room];
        from = new int[room];
        to = new int[room];
    }

    int size() {
        return size;
    }

    boolean named(int wanted) {
        return kinds.named(wanted);
    }

    /** Whether it would matter that the next leaf is one that the parser made up. */
    boolean seeksError() {
        return broken && firstError == SyntaxTree.NONE;
    }

    void leaf(int itsKind, int itsField, int begin, int finish) {
        int node = add(itsKind, itsField, begin);
        from[node] = begin;
        // A token is as long as its name: what the parser made up to go on has no length in the source.
        to[node] = kinds.named(itsKind) ? finish : begin + kinds.name(itsKind).length();
    }

    void missing() {
        firstError = from[size - 1];
    }

    /** What comes next is under it, until it is closed. */
    void open(int itsKind, int itsField, int begin) {
        open = add(itsKind, itsField, begin);
    }

    void close() {
        end[open] = size;
        from[open] = from[open + 1];
        to[open] = to[size - 1];
        open = parent[open];
    }

    private int add(int itsKind, int itsField, int begin) {
        if (size == kind.length) {
            grow();
        }
        int node = size++;
        kind[node] = itsKind;
        field[node] = itsField;
        parent[node] = open;
        end[node] = size;
        if (seeksError() && kinds.error(itsKind)) {
            firstError = begin;
        }
        return node;
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

    SyntaxTree tree() {
        return new SyntaxTree(
                source, kinds, new SyntaxTree.Columns(kind, field, parent, end, from, to, size), firstError);
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.nio.charset.StandardCharsets;

/**
 * A syntax tree as plain arrays, nodes in the order of the source, so that nothing native outlives the parse and
 * no walk needs recursion: the nodes under {@code n} are {@code n + 1} to {@code end(n) - 1}.
 */
final class SyntaxTree {
    static final int NONE = -1;

    private final byte[] source;
    private final Kinds kinds;
    private final int[] kind;
    private final int[] field;
    private final int[] parent;
    private final int[] end;
    private final int[] from;
    private final int[] to;
    private final int size;
    private final int firstError;

    /** The columns are the arrays' roles; {@code size} of each is in use. */
    SyntaxTree(byte[] source, Kinds kinds, Columns columns, int firstError) {
        this.source = source;
        this.kinds = kinds;
        this.kind = columns.kind();
        this.field = columns.field();
        this.parent = columns.parent();
        this.end = columns.end();
        this.from = columns.from();
        this.to = columns.to();
        this.size = columns.size();
        this.firstError = firstError;
    }

    record Columns(int[] kind, int[] field, int[] parent, int[] end, int[] from, int[] to, int size) {}

    int size() {
        return size;
    }

    Kinds kinds() {
        return kinds;
    }

    /** The byte where the first node that does not parse begins, or {@link #NONE}. */
    int firstError() {
        return firstError;
    }

    int kind(int node) {
        return kind[node];
    }

    int fieldOf(int node) {
        return field[node];
    }

    int parent(int node) {
        return parent[node];
    }

    int end(int node) {
        return end[node];
    }

    int from(int node) {
        return from[node];
    }

    boolean named(int node) {
        return kinds.named(kind[node]);
    }

    int firstChild(int node) {
        return node + 1 < end[node] ? node + 1 : NONE;
    }

    int nextSibling(int node) {
        int next = end[node];
        return parent[node] != NONE && next < end[parent[node]] ? next : NONE;
    }

    /** The first child that has the field, or {@link #NONE}. */
    int child(int node, int wanted) {
        for (int child = firstChild(node); child != NONE; child = nextSibling(child)) {
            if (field[child] == wanted) {
                return child;
            }
        }
        return NONE;
    }

    int firstNamedChild(int node) {
        int child = firstChild(node);
        while (child != NONE && !named(child)) {
            child = nextSibling(child);
        }
        return child;
    }

    String text(int node) {
        return text(from[node], to[node]);
    }

    /** Whether the node's text has the character, one of ASCII's. */
    boolean has(int node, char c) {
        int finish = Math.min(to[node], source.length);
        for (int at = from[node]; at < finish; at++) {
            if (source[at] == c) {
                return true;
            }
        }
        return false;
    }

    /** Whether the node's text has one of the characters, which are ASCII's. */
    boolean hasAny(int node, String characters) {
        int finish = Math.min(to[node], source.length);
        for (int at = from[node]; at < finish; at++) {
            if (characters.indexOf(source[at]) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the node's text begins with another, in ASCII. */
    boolean begins(int node, String prefix) {
        if (Math.min(to[node], source.length) - from[node] < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (source[from[node] + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What stands between two places that the grammar has no node for. */
    String text(int begin, int finish) {
        // A token that the parser made up to go on may seem to reach past the end.
        int end = Math.min(finish, source.length);
        return begin >= end ? "" : new String(source, begin, end - begin, StandardCharsets.UTF_8);
    }

    /** The byte behind the line of that number, counted from one; past all others where there is none. */
    int endOfLine(int line) {
        int lines = 0;
        for (int at = 0; at < source.length; at++) {
            if (source[at] == '\n' && ++lines == line) {
                return at + 1;
            }
        }
        return Integer.MAX_VALUE;
    }

    int sourceLength() {
        return source.length;
    }

    int to(int node) {
        return to[node];
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A tree-sitter query over a {@link SyntaxTree}. The binding's own query cursor costs some 15 microseconds a match;
 * this one runs on the arrays. It knows kinds, {@code _}, tokens, fields, negated fields and tokens, alternations,
 * captures, and a dot before a child that must be the next named one or, where it is a token, the next one of all.
 * Comments stand between nothing.
 */
final class Pattern {
    private final int[] kinds;
    private final boolean any;
    private final int field;
    private final List<String> captures;
    private final List<Pattern> children;
    private final int[] absent;
    private final int[] absentTokens;
    private final boolean anchored;

    /** A node of one of the kinds, in the field unless that is 0, without the fields and tokens that must be absent. */
    Pattern(
            List<Integer> kinds,
            int field,
            List<String> captures,
            List<Pattern> children,
            List<Integer> absent,
            List<Integer> absentTokens,
            boolean anchored) {
        this.kinds = kinds.stream().mapToInt(Integer::intValue).toArray();
        this.any = this.kinds[0] == Kinds.ANY;
        this.field = field;
        this.captures = captures;
        this.children = children;
        this.absent = absent.stream().mapToInt(Integer::intValue).toArray();
        this.absentTokens = absentTokens.stream().mapToInt(Integer::intValue).toArray();
        this.anchored = anchored;
    }

    /** Of the node that it begins at, or {@link Kinds#ANY}. */
    IntStream kinds() {
        return IntStream.of(kinds);
    }

    /** Every way in which the pattern matches at the node. */
    void match(SyntaxTree tree, int node, Consumer<Captures> found) {
        if (fits(tree, node)) {
            matchChildren(tree, node, 0, tree.firstChild(node), Captures.at(node, captures), found);
        }
    }

    private boolean fits(SyntaxTree tree, int node) {
        if (field != 0 && tree.fieldOf(node) != field) {
            return false;
        }
        if (any ? !tree.named(node) : !isOfKind(tree.kind(node))) {
            return false;
        }
        for (int missing : absent) {
            if (tree.child(node, missing) != SyntaxTree.NONE) {
                return false;
            }
        }
        for (int missing : absentTokens) {
            if (hasChild(tree, node, missing)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasChild(SyntaxTree tree, int node, int kind) {
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (tree.kind(child) == kind) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfKind(int kind) {
        for (int each : kinds) {
            if (each == kind) {
                return true;
            }
        }
        return false;
    }

    private static boolean passesOver(SyntaxTree tree, int child, Pattern wanted) {
        boolean token = !wanted.any && !tree.kinds().named(wanted.kinds[0]);
        return !(tree.named(child) || token) || tree.kinds().comment(tree.kind(child));
    }

    /** The remaining child patterns must match later and later children; each choice is tried. */
    private void matchChildren(
            SyntaxTree tree, int node, int index, int start, Captures sofar, Consumer<Captures> found) {
        if (index == children.size()) {
            found.accept(sofar);
            return;
        }
        Pattern wanted = children.get(index);
        for (int child = start; child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (wanted.anchored && passesOver(tree, child, wanted)) {
                continue;
            }
            if (wanted.fits(tree, child)) {
                int next = tree.nextSibling(child);
                Captures with = sofar.and(child, wanted.captures);
                wanted.matchChildren(
                        tree,
                        child,
                        0,
                        tree.firstChild(child),
                        with,
                        inner -> matchChildren(tree, node, index + 1, next, inner, found));
            }
            if (wanted.anchored) {
                return;
            }
        }
    }
}

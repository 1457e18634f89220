package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The nodes of a script's tree by what they are in a shell. */
final class ShellNodes {
    private final SyntaxTree tree;
    private final Shell shell;
    /** Of each kind of node where there are such; most kinds are looked for several times. */
    private final BitSet[] places = new BitSet[ShellNode.values().length];
    /** What has been asked for: a command's name is looked at by nearly everybody. */
    private final String[] texts;

    ShellNodes(SyntaxTree tree, Shell shell) {
        this.tree = tree;
        this.shell = shell;
        this.texts = new String[tree.size()];
        for (int kind = 0; kind < places.length; kind++) {
            places[kind] = new BitSet();
        }
        for (int node = 0; node < tree.size(); node++) {
            ShellNode kind = kind(node);
            if (kind != ShellNode.OTHER) {
                places[kind.ordinal()].set(node);
            }
        }
    }

    SyntaxTree tree() {
        return tree;
    }

    ShellNode kind(int node) {
        return shell.node(tree.kind(node));
    }

    boolean is(int node, ShellNode kind) {
        return kind(node) == kind;
    }

    /** What the grammar calls the node; a token is called as it is written. */
    String name(int node) {
        return tree.kinds().name(tree.kind(node));
    }

    String text(int node) {
        int inner = node;
        for (int child = tree.firstChild(node);
                child != SyntaxTree.NONE && isWhole(child, inner);
                child = tree.firstChild(child)) {
            inner = child;
        }
        if (texts[inner] == null) {
            texts[inner] = tree.text(inner);
        }
        return texts[inner];
    }

    private boolean isWhole(int child, int node) {
        return tree.from(child) == tree.from(node) && tree.to(child) == tree.to(node);
    }

    /** All nodes of the kinds, in the order of the source. */
    BitSet all(ShellNode... kinds) {
        BitSet all = new BitSet(tree.size());
        for (ShellNode kind : kinds) {
            all.or(places[kind.ordinal()]);
        }
        return all;
    }

    int firstOf(int node, ShellNode kind) {
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (is(child, kind)) {
                return child;
            }
        }
        return SyntaxTree.NONE;
    }

    /** The words of a command, its name first. */
    List<Integer> words(int command) {
        List<Integer> words = new ArrayList<>();
        for (int child = tree.firstChild(command); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (isWord(child)) {
                words.add(child);
            }
        }
        return words;
    }

    /** The first word of a command, or {@link SyntaxTree#NONE}. */
    int firstWord(int command) {
        int child = tree.firstChild(command);
        while (child != SyntaxTree.NONE && !isWord(child)) {
            child = tree.nextSibling(child);
        }
        return child;
    }

    private boolean isWord(int node) {
        return tree.named(node)
                && switch (kind(node)) {
                    case FILE_REDIRECT, HEREDOC_REDIRECT, HERESTRING_REDIRECT, VARIABLE_ASSIGNMENT, ERROR -> false;
                    default -> true;
                };
    }

    /** Whether the shell expands nothing in the word. */
    boolean isPlain(int node) {
        return !tree.hasAny(node, "$`{");
    }

    /** The definition of the function around a node, or {@link SyntaxTree#NONE}. */
    int definition(int node) {
        int above = node;
        while (above != SyntaxTree.NONE && !is(above, ShellNode.FUNCTION_DEFINITION)) {
            above = tree.parent(above);
        }
        return above;
    }

    /** The name of the function around a node; the shell has none outside. */
    String function(int node) {
        int definition = definition(tree.parent(node));
        int name = definition == SyntaxTree.NONE ? SyntaxTree.NONE : firstOf(definition, ShellNode.WORD);
        return name == SyntaxTree.NONE ? "" : tree.text(name);
    }
}

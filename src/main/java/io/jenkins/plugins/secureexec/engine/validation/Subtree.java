package io.jenkins.plugins.secureexec.engine.validation;

import com.sun.jna.Pointer;

/**
 * One node of the parser's own tree, read from the memory where the parser keeps it ({@code subtree.h} of tree-sitter
 * 0.26.6, 64 bits, little-endian). A node is a word: a small leaf is in the word itself, of others it is the address,
 * and the words of their children are right before that address.
 */
final class Subtree {
    /** Of the words that a node on the heap has, those up to the number of its production. */
    private static final int WORDS = 9;

    private static final Pointer MEMORY = new Pointer(0);

    private final long[] words = new long[WORDS];
    private long address;
    private int symbol;
    private int flags;
    private int padding;
    private int size;
    private int children;

    static long wordAt(long address) {
        return MEMORY.getLong(address);
    }

    /** Goes to the node that the word stands for. */
    void load(long word) {
        boolean inline = (word & 1) != 0;
        if (inline) {
            address = 0;
            symbol = (int) (word >>> 8) & 0xFF;
            flags = inlineFlags((int) word);
            padding = (int) (word >>> 48) & 0xFF;
            size = (int) (word >>> 56) & 0xFF;
            children = 0;
            return;
        }
        MEMORY.read(word, words, 0, WORDS);
        address = word;
        symbol = (int) words[5] & 0xFFFF;
        flags = (int) (words[5] >>> 32) & 0xFFFF;
        padding = (int) (words[0] >>> 32);
        size = (int) words[2];
        children = (int) (words[4] >>> 32);
    }

    /** As a node on the heap has them: visible, named and extra in bits 0 to 2, missing in bit 9. */
    private static int inlineFlags(int word) {
        return (word >>> 1) & 0b111 | ((word >>> 5) & 1) << 9;
    }

    int symbol() {
        return symbol;
    }

    boolean visible() {
        return (flags & 1) != 0;
    }

    boolean extra() {
        return (flags & 1 << 2) != 0;
    }

    boolean missing() {
        return (flags & 1 << 9) != 0;
    }

    /** How many bytes of blanks and the like precede it. */
    int padding() {
        return padding;
    }

    int size() {
        return size;
    }

    int children() {
        return children;
    }

    /** Puts the words of the children into the array. */
    void copyChildren(long[] target, int index) {
        MEMORY.read(address - 8L * children, target, index, children);
    }

    /** Whether anything that the grammar shows is under it. */
    boolean hasVisibleChildren() {
        return children > 0 && (int) words[6] != 0;
    }

    int production() {
        return children > 0 ? (int) (words[8] >>> 16) & 0xFFFF : 0;
    }
}

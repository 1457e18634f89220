package io.jenkins.plugins.secureexec.engine.validation;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * One node of the parser's own tree, read from the memory where the parser keeps it ({@code subtree.h} of tree-sitter
 * 0.26.6, 64 bits, little-endian). A node is a word: a small leaf is in the word itself, of others it is the address,
 * and the words of their children are right before that address.
 */
final class Subtree {
    private static final Pointer MEMORY = new Pointer(0);
    /** A reach of addresses, most of them nobody's: what one parse allocates lies near together. */
    private static final int REACH = 1 << 30;

    /** Reads without a native call, of which a node would need two. */
    private ByteBuffer near = ByteBuffer.allocate(0);

    private long nearFrom;
    private long address;
    private int symbol;
    private int flags;
    private int padding;
    private int size;
    private int children;

    long wordAt(long wanted) {
        long offset = wanted - nearFrom;
        if (offset < 0 || offset > near.capacity() - Long.BYTES) {
            nearFrom = Math.max(0, wanted - REACH / 2);
            near = MEMORY.getByteBuffer(nearFrom, REACH);
            offset = wanted - nearFrom;
        }
        return near.getLong((int) offset);
    }

    /** One of the words that a node on the heap has. */
    private long word(int number) {
        return wordAt(address + (long) Long.BYTES * number);
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
        address = word;
        long kind = word(5);
        symbol = (int) kind & 0xFFFF;
        flags = (int) (kind >>> 32) & 0xFFFF;
        padding = (int) (word(0) >>> 32);
        size = (int) word(2);
        children = (int) (word(4) >>> 32);
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
        for (int child = 0; child < children; child++) {
            target[index + child] = word(child - children);
        }
    }

    /** Whether anything that the grammar shows is under it. */
    boolean hasVisibleChildren() {
        return children > 0 && (int) word(6) != 0;
    }

    int production() {
        return children > 0 ? (int) (word(8) >>> 16) & 0xFFFF : 0;
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All arguments of a system call that have these bits under this mask. libseccomp compares 64 bits where the kernel takes
 * 32, so no comparison does without a mask; and it takes one comparison per argument and rule, so "none of these" becomes
 * several rules.
 */
record MaskedValue(long mask, long value) {
    static final long ALL_BITS = 0xFFFFFFFFL;

    /** Everything of 32 bits except these values, which is what stands beside the way to each of them, bit by bit. */
    static List<MaskedValue> allBut(Set<Long> values) {
        List<MaskedValue> found = new ArrayList<>();
        split(values, 0, 0, 1L << 31, found);
        return found;
    }

    private static void split(Set<Long> values, long mask, long prefix, long bit, List<MaskedValue> found) {
        if (values.stream().noneMatch(value -> (value & mask) == prefix)) {
            found.add(new MaskedValue(mask, prefix));
        } else if (bit != 0) {
            split(values, mask | bit, prefix, bit >> 1, found);
            split(values, mask | bit, prefix | bit, bit >> 1, found);
        }
    }
}

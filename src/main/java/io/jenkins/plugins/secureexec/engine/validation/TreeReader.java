package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Optional;
import org.treesitter.TSNode;

/** Copies a native tree into a {@link SyntaxTree}. */
interface TreeReader {
    int DEADLINE_EVERY = 1024;

    /** Empty where the deadline passed first. */
    Optional<SyntaxTree> read(TSNode root, byte[] source, Deadline deadline);
}

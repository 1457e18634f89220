package io.jenkins.plugins.secureexec.engine.validation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.treesitter.TSNode;

/**
 * Reads a node's first byte from the node itself: the binding has copied it there (api.h: {@code context[0]}), and asking
 * for it costs a native call that copies all six fields back. Where the field is not to be had, the call is made.
 */
final class NodeFields {
    private static final Optional<VarHandle> START = handle();

    private NodeFields() {}

    private static Optional<VarHandle> handle() {
        try {
            return Optional.of(MethodHandles.privateLookupIn(TSNode.class, MethodHandles.lookup())
                    .findVarHandle(TSNode.class, "context0", int.class));
        } catch (ReflectiveOperationException | SecurityException e) {
            // Another version of the binding: it is only slower.
            return Optional.empty();
        }
    }

    static int startByte(TSNode node) {
        return START.isPresent() ? (int) START.get().get(node) : Natives.startByte(node);
    }
}

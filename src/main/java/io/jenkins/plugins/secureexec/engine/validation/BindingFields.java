package io.jenkins.plugins.secureexec.engine.validation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.OptionalLong;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;

/**
 * Reads the binding's own fields: what it has copied there from the native side, asking for which would cost a native
 * call that copies it all back. Another version of the binding may lack a field; then the call is made.
 */
final class BindingFields {
    /** In api.h: {@code context[0]}. */
    private static final Optional<VarHandle> START = handle(TSNode.class, "context0", int.class);

    private static final Optional<VarHandle> SUBTREE = handle(TSNode.class, "idPtr", long.class);
    private static final Optional<VarHandle> LANGUAGE = handle(TSLanguage.class, "ptr", long.class);

    private BindingFields() {}

    private static Optional<VarHandle> handle(Class<?> owner, String field, Class<?> type) {
        try {
            return Optional.of(
                    MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, field, type));
        } catch (ReflectiveOperationException | SecurityException e) {
            return Optional.empty();
        }
    }

    static int startByte(TSNode node) {
        return START.isPresent() ? (int) START.get().get(node) : Natives.startByte(node);
    }

    /** Where the node's subtree is written down. */
    static OptionalLong subtree(TSNode node) {
        return SUBTREE.isPresent() ? OptionalLong.of((long) SUBTREE.get().get(node)) : OptionalLong.empty();
    }

    /** Where the grammar's tables begin. */
    static OptionalLong tables(TSLanguage language) {
        return LANGUAGE.isPresent() ? OptionalLong.of((long) LANGUAGE.get().get(language)) : OptionalLong.empty();
    }
}

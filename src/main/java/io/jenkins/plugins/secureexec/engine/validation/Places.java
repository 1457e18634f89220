package io.jenkins.plugins.secureexec.engine.validation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.Arrays;

/**
 * What places in a tree mean: {@code kind.field}, {@code kind.*} for any field, {@code kind.} for none, {@code kind} for
 * the node itself. Every name of a file is asked about, so that it is a table.
 */
final class Places {
    private final Kinds kinds;
    private final String[][] byField;
    private final String[] itself;

    Places(Kinds kinds) {
        this.kinds = kinds;
        byField = new String[kinds.count()][];
        itself = new String[kinds.count()];
    }

    void put(String written, String meaning) {
        int dot = written.indexOf('.');
        if (dot < 0) {
            itself[kinds.kind(written)] = meaning;
            return;
        }
        int kind = kinds.kind(written.substring(0, dot));
        String field = written.substring(dot + 1);
        byField[kind] = byField[kind] == null ? new String[kinds.fieldCount() + 1] : byField[kind];
        if (field.equals("*")) {
            Arrays.fill(byField[kind], meaning);
        } else {
            byField[kind][field.isEmpty() ? 0 : kinds.field(field)] = meaning;
        }
    }

    /** Null where the place is none of these; the kind is that of the node which has the field. */
    @CheckForNull
    String of(int kind, int field) {
        return byField[kind] == null ? null : byField[kind][field];
    }

    /** Null where the kind, wherever it stands, is none of these. */
    @CheckForNull
    String of(int kind) {
        return itself[kind];
    }
}

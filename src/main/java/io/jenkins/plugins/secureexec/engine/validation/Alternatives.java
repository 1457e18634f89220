package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;

/** Collects what an expression may stand for. Past a limit the rest is unknown, so that nothing is forgotten silently. */
final class Alternatives {
    static final int LIMIT = 12;
    /** A loop may go through more names than a variable is given values. */
    private static final int MOST_TEXTS = 48;

    /** So few that looking through them is faster than hashing. */
    private final List<Value> values = new ArrayList<>(2);

    Alternatives add(Value value) {
        boolean kept = values.size() < LIMIT
                || values.size() < 2 * LIMIT && isOpen(value)
                || values.size() < MOST_TEXTS && value instanceof Value.Text;
        Value added = kept ? value : new Value.Unknown();
        if (!values.contains(added)) {
            values.add(added);
        }
        return this;
    }

    /** Whether it tells of something that was looked up by a name that is not known, which rules are about. */
    private static boolean isOpen(Value value) {
        return value instanceof Value.Symbol symbol
                && (symbol.path().endsWith("(?)") || symbol.path().endsWith("[?]"));
    }

    /** For what must not be lost past the limit. */
    Alternatives addFirst(Value value) {
        values.remove(value);
        values.add(0, value);
        return this;
    }

    Alternatives addAll(List<Value> all) {
        for (Value value : all) {
            add(value);
        }
        return this;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    List<Value> list() {
        return values.isEmpty() ? Value.UNKNOWN : List.copyOf(values);
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what an expression may stand for. Past a limit the rest is unknown, so that nothing is forgotten silently. */
final class Alternatives {
    private static final int LIMIT = 12;

    private final Set<Value> values = new LinkedHashSet<>();

    Alternatives add(Value value) {
        values.add(values.size() < LIMIT ? value : new Value.Unknown());
        return this;
    }

    Alternatives addAll(List<Value> all) {
        all.forEach(this::add);
        return this;
    }

    List<Value> list() {
        return values.isEmpty() ? Value.UNKNOWN : List.copyOf(values);
    }
}

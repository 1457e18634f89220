package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Patterns with what they stand for, sorted by the kind of node that they begin at. */
final class Queries<T> {
    private record Entry<T>(Pattern pattern, T meaning) {}

    private final List<List<Entry<T>>> byKind = new ArrayList<>();

    Queries(Kinds kinds) {
        for (int kind = 0; kind < kinds.count(); kind++) {
            byKind.add(new ArrayList<>());
        }
    }

    void add(Pattern pattern, T meaning) {
        pattern.kinds().forEach(kind -> {
            if (kind == Kinds.ANY) {
                byKind.forEach(entries -> entries.add(new Entry<>(pattern, meaning)));
            } else {
                byKind.get(kind).add(new Entry<>(pattern, meaning));
            }
        });
    }

    void match(SyntaxTree tree, int node, BiConsumer<T, Captures> found) {
        List<Entry<T>> entries = byKind.get(tree.kind(node));
        for (int i = 0; i < entries.size(); i++) { // without an iterator: most kinds have no entry
            Entry<T> entry = entries.get(i);
            entry.pattern().match(tree, node, captures -> found.accept(entry.meaning(), captures));
        }
    }
}

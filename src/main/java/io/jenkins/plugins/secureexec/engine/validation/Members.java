package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.function.UnaryOperator;

/** Takes values apart. */
record Members(Language language) {

    List<Value> named(List<Value> objects, String name) {
        List<Value> symbols = symbols(objects, symbol -> symbol.member(name));
        if (objects.stream().noneMatch(Value.Pairs.class::isInstance)) {
            return symbols;
        }
        // The symbols stay: a member that is written out may have been replaced since.
        Alternatives members = new Alternatives().addAll(symbols);
        for (Value object : objects) {
            if (object instanceof Value.Pairs pairs) {
                members.addAll(pairs.members().getOrDefault(name, List.of()));
            }
        }
        return members.list();
    }

    List<Value> symbols(List<Value> objects, UnaryOperator<Value.Symbol> step) {
        Alternatives stepped = new Alternatives();
        for (Value object : objects) {
            Value.Symbol from = object instanceof Value.Symbol symbol ? symbol : new Value.Symbol("?", false);
            Value.Symbol to = step.apply(from);
            stepped.add(new Value.Symbol(language.spelling().canonical(to.path()), to.weak()));
        }
        return stepped.list();
    }

    List<Value> item(List<Value> lists, int index) {
        Alternatives items = new Alternatives();
        for (Value list : lists) {
            if (list instanceof Value.Sequence sequence
                    && index < sequence.items().size()) {
                items.add(index < 0 ? new Value.Unknown() : sequence.items().get(index));
            } else {
                items.add(new Value.Unknown());
            }
        }
        return items.list();
    }

    List<Value> from(List<Value> lists, int index) {
        Alternatives rests = new Alternatives();
        for (Value list : lists) {
            rests.add(
                    list instanceof Value.Sequence sequence
                                    && index <= sequence.items().size()
                            ? new Value.Sequence(sequence.items()
                                    .subList(index, sequence.items().size()))
                            : new Value.Unknown());
        }
        return rests.list();
    }

    /** Any of the items of lists, or of the lists in them, and of the members of objects. */
    List<Value> any(List<Value> lists) {
        Alternatives items = new Alternatives();
        for (Value list : lists) {
            if (list instanceof Value.Sequence sequence) {
                sequence.items().forEach(items::add);
                sequence.items()
                        .forEach(
                                item -> items.addAll(item instanceof Value.Sequence inner ? inner.items() : List.of()));
            } else if (list instanceof Value.Pairs pairs) {
                pairs.members().values().forEach(items::addAll);
            }
        }
        return items.add(new Value.Unknown()).list();
    }
}

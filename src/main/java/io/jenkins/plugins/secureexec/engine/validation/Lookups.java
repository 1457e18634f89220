package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;

/** Says what calls give that look a member up by a name. */
record Lookups(SyntaxTree tree, Language language, Names names, Members members) {

    /** What a name given to {@code send} or {@code const_get} reaches: private functions too, on any object. */
    List<Value> sent(int node, Operation method, List<Value> objects, String called, List<Value> given) {
        Alternatives reached = new Alternatives();
        for (Value name : given) {
            if (!(name instanceof Value.Text text)) {
                reached.add(new Value.Symbol(called + unknownName(node, 0), false));
                continue;
            }
            for (Value object : objects) {
                // A name in lower case is a call whose result is anything.
                Alternatives found = new Alternatives();
                if (object instanceof Value.Symbol of && isConstant(of.path())) {
                    found.addAll(members.named(List.of(object), text.text()));
                } else if (method != Operation.SEND) {
                    found.addAll(Value.symbol(
                            language.spelling().canonical(text.text().replace("::", "."))));
                }
                if (method == Operation.SEND) {
                    found.addAll(names.lookUp(text.text(), node));
                    if (object instanceof Value.Unknown) {
                        found.addAll(members.named(List.of(object), text.text()));
                    }
                }
                for (Value member : found.list()) {
                    boolean sent = method == Operation.SEND && member instanceof Value.Symbol;
                    reached.add(sent ? ((Value.Symbol) member).result() : member);
                }
            }
        }
        return reached.list();
    }

    /** Whether the path begins with a constant; a name that the parser made up is empty. */
    private static boolean isConstant(String path) {
        return !path.isEmpty() && Character.isUpperCase(path.charAt(0));
    }

    /** How a path goes on where the argument names a member that is not known. */
    private String unknownName(int node, int index) {
        Shape shape = language.shape(tree.kind(node));
        int list = tree.child(node, shape.arguments());
        int argument = list == SyntaxTree.NONE ? SyntaxTree.NONE : tree.firstNamedChild(list);
        for (int i = 0; i < index && argument != SyntaxTree.NONE; i++) {
            do {
                argument = tree.nextSibling(argument);
            } while (argument != SyntaxTree.NONE && !tree.named(argument));
        }
        boolean harmless = NameTemplate.of(tree, language, argument)
                .filter(template -> !language.reserved().mayBe(template))
                .isPresent();
        return harmless ? "(own)" : "(?)";
    }

    List<Value> member(int node, Value.Symbol function, List<List<Value>> arguments) {
        Alternatives found = new Alternatives();
        for (Value name : arguments.size() < 2 ? Value.UNKNOWN : arguments.get(1)) {
            if (name instanceof Value.Text text) {
                found.addAll(members.named(arguments.get(0), text.text()));
            } else {
                found.add(new Value.Symbol(function.path() + unknownName(node, 1), function.weak()));
                found.addAll(arguments.isEmpty() ? List.of() : members.named(arguments.get(0), "[?]"));
            }
        }
        return found.list();
    }

    List<Value> all(List<Value> objects) {
        Alternatives all = new Alternatives().addAll(members.named(objects, "[all]"));
        for (Value object : objects) {
            if (object instanceof Value.Pairs pairs) {
                List<Value> values =
                        pairs.members().values().stream().flatMap(List::stream).toList();
                all.add(new Value.Sequence(values));
                all.add(new Value.Sequence(values.stream()
                        .<Value>map(value -> new Value.Sequence(List.of(new Value.Unknown(), value)))
                        .toList()));
            }
        }
        return all.list();
    }

    List<Value> getter(Value.Symbol function, List<List<Value>> arguments) {
        Alternatives found = new Alternatives();
        for (List<Value> argument : arguments.isEmpty() ? List.of(Value.UNKNOWN) : arguments) {
            argument.forEach(name -> found.add(fetched(function, name)));
        }
        return found.list();
    }

    List<Value> caller(Value.Symbol function, List<List<Value>> arguments) {
        Alternatives found = new Alternatives();
        for (Value name : arguments.isEmpty() ? Value.UNKNOWN : arguments.get(0)) {
            found.add(fetched(function, name));
        }
        // The method may be one that takes a name, too.
        arguments.stream()
                .skip(1)
                .flatMap(List::stream)
                .filter(Value.Text.class::isInstance)
                .forEach(name -> found.add(fetched(function, name)));
        return found.list();
    }

    private static Value fetched(Value.Symbol function, Value name) {
        return new Value.Symbol(
                name instanceof Value.Text text ? "?." + text.text() : function.path() + "(?)", function.weak());
    }

    List<Value> entry(Value.Symbol function, List<List<Value>> arguments) {
        Alternatives entries = new Alternatives();
        for (Value name : arguments.isEmpty() ? Value.UNKNOWN : arguments.get(0)) {
            entries.add(name instanceof Value.Text text ? function.member(text.text()) : function.marked("(?)"));
        }
        return entries.list();
    }
}

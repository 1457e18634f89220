package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;

/** Says what each expression of a tree stands for: a qualified name, a constant, or nothing that can be known. */
final class Resolver {
    private final SyntaxTree tree;
    private final Language language;
    private final Bindings bindings;
    private final Names names;
    private final Calls calls;
    private final Members members;
    private final Literals literals;
    private final List<List<Value>> values;
    private final List<Bindings.Mention> imports = new ArrayList<>();

    Resolver(SyntaxTree tree, Language language) {
        this.tree = tree;
        this.language = language;
        this.bindings = new Bindings(tree, language, new ModulePaths(tree, language));
        this.members = new Members(language);
        this.literals = new Literals(tree, language, this);
        this.names = new Names(tree, language, bindings, members, this::value);
        OwnFunctions own = new OwnFunctions(tree, language, bindings, this::value);
        this.calls = new Calls(tree, language, names, members, this, own, imports::add);
        this.values = new ArrayList<>(java.util.Collections.nCopies(tree.size(), null));
        // In the order of the source, so that a definition finds those that it builds on done.
        for (Definition definition : bindings.inOrder()) {
            int value = definition.meaning().value();
            if (value != SyntaxTree.NONE) {
                value(value);
            }
        }
        imports.addAll(bindings.imports());
        valueOf(0);
    }

    Bindings bindings() {
        return bindings;
    }

    /** Modules that are imported, by statement or by a call. */
    List<Bindings.Mention> imports() {
        return imports;
    }

    boolean tooDeep() {
        return names.tooDeep();
    }

    /** Evaluates what is under the node first, from the end to the front: children have higher numbers. */
    List<Value> valueOf(int root) {
        for (int node = tree.end(root) - 1; node >= root; node--) {
            if (values.get(node) == null) {
                values.set(node, compute(node));
            }
        }
        return values.get(root);
    }

    private List<Value> compute(int node) {
        int kind = tree.kind(node);
        if (language.isName(kind)) {
            if (tree.parent(node) != SyntaxTree.NONE && language.holdsTokens(tree.kind(tree.parent(node)))) {
                new TokenPaths(tree, language, names).read(tree.parent(node), values);
                return values.get(node);
            }
            boolean reference = !bindings.defines(node) && language.isReference(tree, node);
            return reference ? names.lookUp(language.spelling().identifier(tree.text(node)), node) : Value.UNKNOWN;
        }
        Shape shape = language.shape(kind);
        if (shape == null) {
            return Value.UNKNOWN;
        }
        return switch (shape.form()) {
            case MEMBER -> member(node, shape);
            case INDEX -> index(node, shape);
            case CALL -> calls.call(node, shape);
            case INVOKE -> calls.invoke(node, shape);
            case PATH -> path(node);
            case CAST -> cast(node, shape);
            case MACRO -> members.symbols(at(node, shape.function()), symbol -> symbol.marked("!"));
            case SELF -> Value.UNKNOWN;
            case SAME -> shape.value() == 0 ? value(tree.firstNamedChild(node)) : at(node, shape.value());
            case TEXT -> literals.text(node, shape);
            case JOIN ->
                Combinations.fold(Operation.CONCAT, namedChildren(node)).orElse(Value.UNKNOWN);
            case BINARY -> binary(node, shape);
            case EITHER -> either(node, shape);
            case SEQUENCE -> literals.sequence(node);
            case PAIRS -> literals.pairs(node, shape);
            case NUMBER -> literals.number(node);
            case INSTANCE -> Value.symbol(shape.symbol());
            case WORD ->
                Value.symbol(language.spelling().canonical(tree.text(node).strip()));
            case COMMAND -> command(at(node, shape.function()));
        };
    }

    /** The paths of the symbols that the node may stand for. */
    List<String> symbols(int node) {
        List<Value> values = value(node);
        if (values == Value.UNKNOWN) {
            return List.of();
        }
        List<String> paths = new ArrayList<>(1);
        for (Value value : values) {
            if (value instanceof Value.Symbol symbol) {
                paths.add(symbol.path());
            }
        }
        return paths;
    }

    List<Value> value(int node) {
        if (node == SyntaxTree.NONE) {
            return Value.UNKNOWN;
        }
        List<Value> known = values.get(node);
        return known == null ? isInstance(node) ? compute(node) : valueOf(node) : known;
    }

    List<Value> at(int node, int field) {
        return value(field == 0 ? SyntaxTree.NONE : tree.child(node, field));
    }

    String identifier(int node, int field) {
        int child = tree.child(node, field);
        return child == SyntaxTree.NONE
                ? "?"
                : language.spelling().dotted(language.spelling().identifier(tree.text(child)));
    }

    private List<List<Value>> namedChildren(int node) {
        List<List<Value>> all = new ArrayList<>();
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (tree.named(child) && !tree.kinds().comment(tree.kind(child))) {
                all.add(value(child));
            }
        }
        return all;
    }

    List<List<Value>> arguments(int node, Shape shape) {
        int list = shape.arguments() == 0 ? SyntaxTree.NONE : tree.child(node, shape.arguments());
        return list == SyntaxTree.NONE ? List.of() : namedChildren(list);
    }

    /** Without an object it is a name of the outermost scope, the author's (C++) or that of all modules (Rust). */
    private List<Value> member(int node, Shape shape) {
        String name = identifier(node, shape.name());
        int object = tree.child(node, shape.object());
        if (object == SyntaxTree.NONE) {
            return new Alternatives()
                    .addAll(names.lookUp(name, 0))
                    .addAll(Value.symbol(language.spelling().canonical(name)))
                    .list();
        }
        return isSelf(object)
                ? names.inAnyScope(name, tree.child(node, shape.name()))
                : members.named(value(object), name);
    }

    private List<Value> path(int node) {
        int first = tree.firstNamedChild(node);
        int last = first;
        for (int child = first; child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            last = language.isName(tree.kind(child)) ? child : last;
        }
        if (first == SyntaxTree.NONE) {
            return Value.UNKNOWN;
        }
        List<Value> head = language.isName(tree.kind(first))
                ? names.lookUp(language.spelling().identifier(tree.text(first)), first)
                : value(first);
        return last == first ? head : members.named(head, language.spelling().identifier(tree.text(last)));
    }

    /** What a function is does not depend on what is in it, which may lead from one to the next without end. */
    private boolean isInstance(int node) {
        Shape shape = language.shape(tree.kind(node));
        return shape != null && shape.form() == Expression.Form.INSTANCE;
    }

    boolean isSelf(int node) {
        Shape shape = language.shape(tree.kind(node));
        return shape != null && shape.form() == Expression.Form.SELF;
    }

    private List<Value> cast(int node, Shape shape) {
        return new Alternatives()
                .addAll(members.symbols(at(node, shape.function()), Value.Symbol::result))
                .addAll(at(node, shape.value()))
                .list();
    }

    private List<Value> index(int node, Shape shape) {
        Alternatives found = new Alternatives();
        int keyNode = tree.child(node, shape.key());
        boolean backwards = keyNode != SyntaxTree.NONE
                && tree.text(keyNode).replace(" ", "").equals("::-1");
        for (Value object : at(node, shape.object())) {
            if (backwards) {
                Folding.apply(Operation.REVERSE, List.of(object))
                        .ifPresentOrElse(found::add, () -> found.addAll(Value.UNKNOWN));
                continue;
            }
            for (Value key : value(keyNode)) {
                found.addAll(element(object, key));
            }
            if (object instanceof Value.Sequence && !isSequence(tree.child(node, shape.object()))) {
                found.addAll(Value.UNKNOWN); // a list with a name may have got other items since
            }
        }
        return found.list();
    }

    private boolean isSequence(int node) {
        Shape shape = language.shape(tree.kind(node));
        return shape != null && shape.form() == Expression.Form.SEQUENCE;
    }

    private List<Value> element(Value object, Value key) {
        if (key instanceof Value.Text text) {
            return members.named(List.of(object), text.text());
        }
        if (object instanceof Value.Sequence sequence && key instanceof Value.Number number) {
            long size = sequence.items().size();
            long at = number.number() < 0 ? size + number.number() : number.number();
            // Past the end as written: what is left out counts, too, as in [, a].
            return at >= 0 && at < size ? List.of(sequence.items().get((int) at)) : members.any(List.of(object));
        }
        if (object instanceof Value.Pairs) {
            return members.any(List.of(object));
        }
        return object instanceof Value.Symbol symbol && !(key instanceof Value.Number)
                ? List.of(new Value.Symbol(symbol.path() + ".[?]", symbol.weak()))
                : Value.UNKNOWN;
    }

    private List<Value> binary(int node, Shape shape) {
        int left = tree.child(node, shape.left());
        int right = tree.child(node, shape.right());
        if (left == SyntaxTree.NONE || right == SyntaxTree.NONE) {
            return Value.UNKNOWN;
        }
        Operation operation =
                language.operator(tree.text(tree.to(left), tree.from(right)).strip());
        if (operation == null) {
            // Not arithmetic on constants but a choice, such as `a or b`, or nothing of interest.
            return either(node, shape);
        }
        return Combinations.fold(operation, List.of(value(left), value(right))).orElse(Value.UNKNOWN);
    }

    private List<Value> either(int node, Shape shape) {
        Alternatives all = new Alternatives();
        if (shape.left() != 0) {
            return all.addAll(at(node, shape.left()))
                    .addAll(at(node, shape.right()))
                    .list();
        }
        namedChildren(node).forEach(all::addAll);
        return all.list();
    }

    private List<Value> command(List<Value> words) {
        Alternatives commands = new Alternatives();
        for (Value word : words) {
            commands.add(
                    word instanceof Value.Text text
                            ? new Value.Symbol(language.spelling().canonical(text.text()), false)
                            : new Value.Symbol("(?)", false));
        }
        return commands.list();
    }
}

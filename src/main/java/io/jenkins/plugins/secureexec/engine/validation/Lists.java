package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** Says what a loop gives its variable: nothing but the items of a list that is written out and that nothing changes. */
final class Lists {
    private static final int DEEPEST = 10;
    /** From a name up to the call that it is an argument of. */
    private static final int LEVELS = 4;

    private static final Set<Operation> COPIES = Set.of(Operation.SAME, Operation.REVERSE);

    private final SyntaxTree tree;
    private final Language language;
    private final Bindings bindings;
    private final IntFunction<List<Value>> valueOf;
    private final Mentions mentions;
    private final Map<String, Boolean> unchanged = new HashMap<>();

    Lists(SyntaxTree tree, Language language, Bindings bindings, Mentions mentions, IntFunction<List<Value>> valueOf) {
        this.tree = tree;
        this.language = language;
        this.bindings = bindings;
        this.mentions = mentions;
        this.valueOf = valueOf;
    }

    List<Value> items(Definition.Meaning.EachOf each) {
        boolean given = each.by() == SyntaxTree.NONE || language.givesItems(tree.text(each.by()));
        if (!given || !isFixed(each.list(), 0)) {
            return Value.UNKNOWN;
        }
        Alternatives items = new Alternatives();
        for (Value list : valueOf.apply(each.list())) {
            if (!(list instanceof Value.Sequence sequence)) {
                return Value.UNKNOWN;
            }
            sequence.items().forEach(item -> items.add(at(each.place(), item)));
        }
        return items.list();
    }

    /** A variable alone is given the item, several take it apart. */
    private static Value at(int place, Value item) {
        if (place != Definition.Meaning.EachOf.WHOLE && item instanceof Value.Sequence sequence) {
            return place < sequence.items().size() ? sequence.items().get(place) : new Value.Unknown();
        }
        return place <= 0 ? item : new Value.Unknown();
    }

    private boolean isFixed(int node, int depth) {
        Shape shape = language.shape(tree.kind(node));
        if (depth > DEEPEST) {
            return false;
        }
        if (language.isName(tree.kind(node))) {
            return unchanged.computeIfAbsent(language.spelling().identifier(tree.text(node)), this::isUnchanged);
        }
        if (shape == null) {
            return false;
        }
        return switch (shape.form()) {
            case SEQUENCE -> true;
            case SAME, EITHER ->
                shape.value() == 0
                        && shape.left() == 0
                        && only(node) != SyntaxTree.NONE
                        && isFixed(only(node), depth + 1);
            case BINARY -> isFixedAt(node, shape.left(), depth) && isFixedAt(node, shape.right(), depth);
            case INVOKE ->
                tree.child(node, shape.arguments()) == SyntaxTree.NONE
                        && COPIES.contains(operation(node, shape))
                        && isFixedAt(node, shape.object(), depth);
            default -> false;
        };
    }

    private boolean isFixedAt(int node, int field, int depth) {
        int child = field == 0 ? SyntaxTree.NONE : tree.child(node, field);
        return child != SyntaxTree.NONE && isFixed(child, depth + 1);
    }

    private Operation operation(int node, Shape shape) {
        int name = tree.child(node, shape.name());
        Operation operation = name == SyntaxTree.NONE ? null : language.textMethod(tree.text(name));
        return operation == null ? Operation.COMPARISON : operation;
    }

    /** The one child that has a name; {@link SyntaxTree#NONE} where there are others. */
    private int only(int node) {
        int found = SyntaxTree.NONE;
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (tree.named(child)) {
                if (found != SyntaxTree.NONE) {
                    return SyntaxTree.NONE;
                }
                found = child;
            }
        }
        return found;
    }

    /** Whether it is frozen wherever it is defined, or else nothing is done with it that could change it. */
    private boolean isUnchanged(String name) {
        List<Integer> all = mentions.of(name);
        boolean frozen = all.stream().filter(bindings::defines).allMatch(node -> isAt(node, true));
        return frozen || all.stream().allMatch(node -> bindings.defines(node) || isAt(node, false));
    }

    /** Whether it is one of the names, and none that the author gives a meaning of their own. */
    private boolean isNamed(int by, Set<String> names) {
        String name = tree.text(by);
        return names.contains(name)
                && (!language.isReference(tree, by)
                        || bindings.scopeOf(by).defining(name).definitions(name).isEmpty());
    }

    /** Whether the node stands where a list is frozen, or where it is only read. */
    private boolean isAt(int node, boolean freezing) {
        boolean[] found = {false};
        int above = tree.parent(node);
        for (int level = 0; level < LEVELS && above != SyntaxTree.NONE && !found[0]; level++) {
            language.queries()
                    .listUses()
                    .match(
                            tree,
                            above,
                            (use, captures) -> found[0] |= use.freezes() == freezing
                                    && captures.get("list") == node
                                    && (!captures.has("by") || isNamed(captures.get("by"), use.by())));
            above = tree.parent(above);
        }
        return found[0];
    }
}

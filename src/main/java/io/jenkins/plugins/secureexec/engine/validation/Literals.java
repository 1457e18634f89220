package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what is written out: texts, numbers, lists, and objects with their members. */
final class Literals {
    /** Lists of lists of lists would grow without bounds. */
    private static final int MOST_SPREAD = 64;

    private final SyntaxTree tree;
    private final Language language;
    private final Resolver expressions;

    Literals(SyntaxTree tree, Language language, Resolver expressions) {
        this.tree = tree;
        this.language = language;
        this.expressions = expressions;
    }

    List<Value> sequence(int node) {
        List<Value> items = new ArrayList<>();
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (tree.named(child) && !tree.kinds().comment(tree.kind(child))) {
                items.addAll(items(child));
            }
        }
        return List.of(new Value.Sequence(items));
    }

    /** What is no expression in a list may hold the items of another: {@code [...a]}. */
    private List<Value> items(int child) {
        boolean expression = language.shape(tree.kind(child)) != null || language.isName(tree.kind(child));
        int inner = expression ? SyntaxTree.NONE : tree.firstNamedChild(child);
        if (inner != SyntaxTree.NONE) {
            for (Value spread : expressions.value(inner)) {
                if (spread instanceof Value.Sequence sequence) {
                    return sequence.items().subList(0, Math.min(sequence.items().size(), MOST_SPREAD));
                }
                if (spread instanceof Value.Text text && text.text().length() <= MOST_SPREAD) {
                    return text.text()
                            .codePoints()
                            .<Value>mapToObj(c -> new Value.Text(Character.toString(c)))
                            .toList();
                }
            }
        }
        List<Value> item = expressions.value(child);
        return List.of(item.size() == 1 ? item.get(0) : new Value.Unknown());
    }

    List<Value> pairs(int node, Shape shape) {
        Map<String, List<Value>> known = new HashMap<>();
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            int key = tree.child(child, shape.key());
            boolean named = language.isName(tree.kind(child));
            int copied = named || key != SyntaxTree.NONE ? SyntaxTree.NONE : tree.firstNamedChild(child);
            if (copied != SyntaxTree.NONE && expressions.value(copied).get(0) instanceof Value.Pairs pairs) {
                known.putAll(pairs.members());
            }
            List<Value> value = named ? expressions.value(child) : expressions.at(child, shape.value());
            if ((named || key != SyntaxTree.NONE) && !value.equals(Value.UNKNOWN)) {
                known.put(named ? language.spelling().identifier(tree.text(child)) : key(key), value);
            }
        }
        return known.isEmpty() ? Value.UNKNOWN : List.of(new Value.Pairs(node, known));
    }

    private String key(int node) {
        return language.shape(tree.kind(node)) != null
                        && expressions.value(node).get(0) instanceof Value.Text text
                ? text.text()
                : language.spelling().identifier(tree.text(node));
    }

    List<Value> text(int node, Shape shape) {
        Alternatives texts = new Alternatives();
        new TextLiteral(tree, shape).read(node, expressions::value).forEach(text -> texts.add(new Value.Text(text)));
        return texts.list();
    }

    List<Value> number(int node) {
        String digits = tree.text(node).replace("_", "");
        try {
            return List.of(new Value.Number(Long.decode(digits)));
        } catch (NumberFormatException e) {
            // A float or a number in another notation: no part of any name.
            return Value.UNKNOWN;
        }
    }
}

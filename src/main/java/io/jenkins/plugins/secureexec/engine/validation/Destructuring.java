package io.jenkins.plugins.secureexec.engine.validation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Says which part of a whole each name in a pattern stands for. */
record Destructuring(SyntaxTree tree, Language language) {
    /** Patterns in patterns that go deeper are no ordinary code; the names in them stand for anything. */
    private static final int DEEPEST = 50;

    /**
     * What the children of a kind of pattern are of the whole that it stands for.
     *
     * @param key the field that names the member; 0 where there is none
     * @param otherwise the field of what is taken where the whole has no such part; 0 where there is none
     */
    record Step(@CheckForNull LanguageFile.Step step, int key, int otherwise) {}

    private record Whole(Definition.Meaning meaning, int depth) {}

    void read(int pattern, Definition.Meaning whole, BiConsumer<Integer, Definition.Meaning> found) {
        Map<Integer, Whole> wholes = new HashMap<>();
        wholes.put(pattern, new Whole(whole, 0));
        for (int node = pattern; node < tree.end(pattern); ) {
            boolean followed = node == pattern || isFollowed(node);
            if (followed && node != pattern) {
                Whole around = wholes.get(tree.parent(node));
                wholes.put(
                        node,
                        around.depth() < DEEPEST
                                ? new Whole(part(node, around.meaning()), around.depth() + 1)
                                : new Whole(new Definition.Meaning.Own(), DEEPEST));
            }
            if (followed && language.isName(tree.kind(node))) {
                found.accept(node, wholes.get(node).meaning());
            }
            node = followed ? node + 1 : tree.end(node);
        }
    }

    private boolean isFollowed(int node) {
        Integer follow = language.patterns().get(tree.kind(tree.parent(node)));
        return follow != null && (follow == 0 || tree.fieldOf(node) == follow);
    }

    private Definition.Meaning part(int node, Definition.Meaning whole) {
        int parent = tree.parent(node);
        Step step = language.step(tree.kind(parent));
        if (step == null) {
            return whole;
        }
        Definition.Meaning part = whole instanceof Definition.Meaning.Own ? whole : part(node, step, whole);
        return step.otherwise() == 0
                ? part
                : new Definition.Meaning.OneOf(part, new Definition.Meaning.Of(tree.child(parent, step.otherwise())));
    }

    private Definition.Meaning part(int node, Step step, Definition.Meaning whole) {
        if (step.step() == LanguageFile.Step.KEYED) {
            return new Definition.Meaning.PartOf(whole, tree.child(tree.parent(node), step.key()));
        }
        if (step.step() == LanguageFile.Step.NAMED && language.isName(tree.kind(node))) {
            return new Definition.Meaning.PartOf(whole, node);
        }
        if (step.step() == LanguageFile.Step.NUMBERED) {
            Step inner = language.step(tree.kind(node));
            return inner != null && inner.step() == LanguageFile.Step.REST
                    ? new Definition.Meaning.RestOf(whole, index(node))
                    : new Definition.Meaning.ItemOf(whole, index(node));
        }
        return whole;
    }

    /** Gaps count: {@code [, b]}. */
    private int index(int node) {
        int index = 0;
        for (int child = tree.firstChild(tree.parent(node)); child != node; child = tree.nextSibling(child)) {
            index += tree.text(child).equals(",") ? 1 : 0;
        }
        return index;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

/** Says what a binding gives the names that it binds. */
record Meanings(SyntaxTree tree) {

    Definition.Meaning of(LanguageFile.Binding binding, Captures captures) {
        if (binding.means() != null) {
            return new Definition.Meaning.Imported(binding.means());
        }
        if (captures.has("key")) {
            return new Definition.Meaning.MemberOf(captures.get("value"), captures.get("key"));
        }
        if (captures.has("items")) {
            return new Definition.Meaning.ItemOf(
                    new Definition.Meaning.Of(captures.get("items")), Definition.Meaning.ItemOf.ANY);
        }
        if (captures.has("each")) {
            int by = captures.get("by");
            int place = by == SyntaxTree.NONE ? Definition.Meaning.EachOf.WHOLE : place(captures.get("name"));
            return new Definition.Meaning.EachOf(captures.get("each"), by, place);
        }
        if (captures.has("parameter")) {
            return new Definition.Meaning.Parameter(captures.get("parameter"));
        }
        if (captures.has("value")) {
            return new Definition.Meaning.Of(captures.get("value"));
        }
        return captures.has("type")
                ? new Definition.Meaning.InstanceOf(captures.get("type"))
                : new Definition.Meaning.Own();
    }

    /** Which of several names beside each other it is; beyond all where one of them may take several items. */
    private int place(int node) {
        int place = 0;
        int count = 0;
        for (int each = tree.firstChild(tree.parent(node)); each != SyntaxTree.NONE; each = tree.nextSibling(each)) {
            if (tree.named(each) && tree.kind(each) != tree.kind(node)) {
                return Integer.MAX_VALUE;
            }
            place += tree.named(each) && each < node ? 1 : 0;
            count += tree.named(each) ? 1 : 0;
        }
        return count == 1 ? Definition.Meaning.EachOf.WHOLE : place;
    }
}

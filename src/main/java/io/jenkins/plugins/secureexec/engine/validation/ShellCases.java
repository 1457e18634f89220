package io.jenkins.plugins.secureexec.engine.validation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code case $x in a|b) "$x" ;; esac}: what a variable holds where only such values lead. */
final class ShellCases {
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[\\w.+-]+");

    /** What may stand between the pattern and the command: nothing that changes the variable. */
    private static final java.util.regex.Pattern HARMLESS = java.util.regex.Pattern.compile(
            "(\\s|#[^\\n]*\\n|(shift( \\d)?|echo( [^;&|<>()`\\n]*)?)\\s*[;\\n]|(if|!|then)\\s)*+");

    private ShellCases() {}

    /** The values that lead to the word, a variable; empty where other ones may. */
    static List<String> of(ShellNodes nodes, int word) {
        SyntaxTree tree = nodes.tree();
        Optional<String> variable = ShellAssignments.variable(tree.text(word));
        if (variable.isEmpty()) {
            return List.of();
        }
        int item = tree.parent(word);
        while (item != SyntaxTree.NONE && !nodes.is(item, ShellNode.CASE_ITEM)) {
            item = tree.parent(item);
        }
        if (item == SyntaxTree.NONE || !chosenBy(tree, tree.parent(item), variable.get())) {
            return List.of();
        }
        Set<String> values = new LinkedHashSet<>();
        for (int part = tree.firstChild(item); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            String text = tree.text(part);
            if (text.equals(")")) {
                boolean same = HARMLESS.matcher(tree.text(tree.to(part), tree.from(word)))
                        .matches();
                return same && values.size() <= ShellTexts.MOST ? List.copyOf(values) : List.of();
            }
            if (tree.named(part) && !NAME.matcher(text).matches()) {
                return List.of();
            }
            if (tree.named(part)) {
                values.add(text);
                values.add(text.toLowerCase(Locale.ROOT)); // nocasematch
            }
        }
        return List.of();
    }

    private static boolean chosenBy(SyntaxTree tree, int choice, String variable) {
        int value = tree.firstNamedChild(choice);
        return value != SyntaxTree.NONE
                && ShellAssignments.variable(tree.text(value))
                        .filter(variable::equals)
                        .isPresent();
    }
}

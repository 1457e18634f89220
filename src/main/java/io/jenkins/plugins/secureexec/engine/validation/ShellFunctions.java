package io.jenkins.plugins.secureexec.engine.validation;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions that a shell script defines for certain, which their names mean behind the definition. */
final class ShellFunctions {
    /** Commands that undefine functions, or run text that does. */
    private static final Set<String> UNSETTERS = Set.of("unset", "builtin", "command", "eval", "trap");

    private static final java.util.regex.Pattern QUOTED_UNSETTER =
            java.util.regex.Pattern.compile("[\\\\'\"]*(unset|builtin|command|eval|trap)['\"]*|.*[a-z][\\\\'\"].*");

    /** Names that only the run will tell. */
    private static final java.util.regex.Pattern HIDING = java.util.regex.Pattern.compile(
            "\\$\\(|`|-\\w*f.*\\$|\\b(eval|trap)\\b(?s:.*)unset[^;\\n]{0,200}[\\\\$\"]");

    private static final java.util.regex.Pattern BETWEEN_NAMES = java.util.regex.Pattern.compile("[^\\w.:+-]+");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final ShellWords words;
    /** Where each is defined. */
    private final Map<String, Integer> defined = new HashMap<>();

    ShellFunctions(ShellNodes nodes, ShellWords words) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        this.words = words;
        define();
    }

    Set<String> names() {
        return defined.keySet();
    }

    /** Whether the name means a function of the script at this place. */
    boolean isDefined(String name, int at) {
        Integer definition = defined.get(name);
        return definition != null && definition < at;
    }

    private void define() {
        Set<String> undefined = new HashSet<>();
        BitSet all = nodes.all(ShellNode.COMMAND, ShellNode.UNSET_COMMAND, ShellNode.FUNCTION_DEFINITION);
        for (int node = all.nextSetBit(0); node >= 0; node = all.nextSetBit(node + 1)) {
            if (nodes.is(node, ShellNode.FUNCTION_DEFINITION)) {
                define(node);
            } else if (undefines(node) && !unset(node, undefined)) {
                defined.clear();
                return;
            }
        }
        defined.keySet().removeAll(undefined);
    }

    /** Functions at the top of the script certainly are what their name means behind them. */
    private void define(int definition) {
        int name = nodes.firstOf(definition, ShellNode.WORD);
        if (name != SyntaxTree.NONE && tree.parent(definition) == 0 && !inBackground(definition)) {
            defined.putIfAbsent(tree.text(name), tree.from(definition));
        }
    }

    private boolean undefines(int node) {
        if (nodes.is(node, ShellNode.UNSET_COMMAND)) {
            return true;
        }
        int name = tree.firstNamedChild(node);
        return name != SyntaxTree.NONE
                && mayUnset(nodes.text(name))
                && (tree.text(node).contains("unset") || words.of(name).contains("unset"));
    }

    private static boolean mayUnset(String name) {
        boolean quoted = name.indexOf('\\') >= 0 || name.indexOf('\'') >= 0 || name.indexOf('"') >= 0;
        return name.indexOf('$') >= 0 || (quoted ? QUOTED_UNSETTER.matcher(name).matches() : UNSETTERS.contains(name));
    }

    /** Takes the names that a command may undefine; false where it may be any. */
    private boolean unset(int node, Set<String> names) {
        String text = tree.text(node);
        names.addAll(List.of(BETWEEN_NAMES.split(text)));
        nodes.words(node).forEach(word -> names.addAll(words.of(word)));
        return !HIDING.matcher(text).find();
    }

    private boolean inBackground(int node) {
        int next = tree.nextSibling(node);
        return next != SyntaxTree.NONE && tree.text(next).equals("&");
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** Where a script ends although its text goes on: behind an {@code exit} that nothing decides about. */
final class ShellEnd {
    /** With these a script could have given {@code exit} another meaning, or have it skipped. */
    private static final Set<String> CHANGES =
            Set.of("alias", "enable", "eval", "source", ".", "builtin", "extdebug", "BASHOPTS");

    private static final java.util.regex.Pattern CODE = java.util.regex.Pattern.compile("\\d{1,3}|\"?\\$\\?\"?");

    private ShellEnd() {}

    /** The place from which no command is run any more; behind the text where there is none. */
    static int of(ShellNodes nodes, ShellWords words) {
        SyntaxTree tree = nodes.tree();
        for (int node = tree.firstChild(0); node != SyntaxTree.NONE; node = tree.nextSibling(node)) {
            if (nodes.is(node, ShellNode.COMMAND) && exits(tree, node)) {
                return sameShell(nodes, words, tree.from(node)) ? tree.to(node) : Integer.MAX_VALUE;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static boolean exits(SyntaxTree tree, int node) {
        int name = tree.firstChild(node);
        int code = tree.nextSibling(name);
        int next = tree.nextSibling(node);
        return tree.text(name).equals("exit")
                && (code == SyntaxTree.NONE
                        || CODE.matcher(tree.text(code)).matches() && tree.nextSibling(code) == SyntaxTree.NONE)
                && (next == SyntaxTree.NONE || !tree.text(next).equals("&"));
    }

    private static boolean sameShell(ShellNodes nodes, ShellWords words, int end) {
        SyntaxTree tree = nodes.tree();
        if (tree.firstError() != SyntaxTree.NONE && tree.firstError() < end) {
            return false;
        }
        BitSet changers = nodes.all(ShellNode.FUNCTION_DEFINITION, ShellNode.COMMAND);
        for (int node = changers.nextSetBit(0);
                node >= 0 && tree.from(node) < end;
                node = changers.nextSetBit(node + 1)) {
            boolean changes = nodes.is(node, ShellNode.FUNCTION_DEFINITION)
                    ? tree.text(nodes.firstOf(node, ShellNode.WORD)).equals("exit")
                    : nodes.words(node).stream().map(words::of).anyMatch(ShellEnd::changes);
            if (changes) {
                return false;
            }
        }
        return true;
    }

    private static boolean changes(List<String> word) {
        return word.stream().anyMatch(CHANGES::contains);
    }
}

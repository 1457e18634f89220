package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.Set;

/** Where a script ends although its text goes on: behind an {@code exit} that nothing decides about. */
final class ShellEnd {
    /** With these a script could have given {@code exit} another meaning, or have it skipped. */
    private static final Set<String> CHANGES = Set.of("alias", "enable", "eval", "source", ".", "builtin", "extdebug", "BASHOPTS");

    private static final java.util.regex.Pattern CODE = java.util.regex.Pattern.compile("\\d{1,3}|\"?\\$\\?\"?");

    private ShellEnd() {}

    /** The place from which no command is run any more; behind the text where there is none. */
    static int of(SyntaxTree tree, ShellWords words) {
        for (int node = tree.firstChild(0); node != SyntaxTree.NONE; node = tree.nextSibling(node)) {
            if (words.kind(node).equals("command") && exits(tree, words, node)) {
                return sameShell(tree, words, tree.from(node)) ? tree.to(node) : Integer.MAX_VALUE;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static boolean exits(SyntaxTree tree, ShellWords words, int node) {
        int name = tree.firstChild(node);
        int code = tree.nextSibling(name);
        int next = tree.nextSibling(node);
        return tree.text(name).equals("exit")
                && (code == SyntaxTree.NONE
                        || CODE.matcher(tree.text(code)).matches() && tree.nextSibling(code) == SyntaxTree.NONE)
                && (next == SyntaxTree.NONE || !tree.text(next).equals("&"));
    }

    private static boolean sameShell(SyntaxTree tree, ShellWords words, int end) {
        if (tree.firstError() != SyntaxTree.NONE && tree.firstError() < end) {
            return false;
        }
        for (int node = 0; node < tree.size() && tree.from(node) < end; node++) {
            boolean changes = switch (words.kind(node)) {
                case "function_definition" -> tree.text(words.firstOf(node, "word")).equals("exit");
                case "command" -> words.words(node).stream().map(words::of).anyMatch(ShellEnd::changes);
                default -> false;
            };
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

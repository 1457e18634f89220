package io.jenkins.plugins.secureexec.engine.validation;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Says what a word of a shell script may expand to. What only the run could tell is {@link CommandLine#HOLE}. */
final class ShellWords {
    private static final int DEEPEST = 100;

    private static final java.util.regex.Pattern POSITIONAL =
            java.util.regex.Pattern.compile("\\$([@*1-9]|\\{([@*]|[1-9]\\d*)(:[^}]*)?})");

    private static final java.util.regex.Pattern SPLICE = java.util.regex.Pattern.compile("\\\\\r?\n");
    private static final java.util.regex.Pattern ESCAPED = java.util.regex.Pattern.compile("\\\\(.)");
    private static final java.util.regex.Pattern ESCAPED_IN_QUOTES =
            java.util.regex.Pattern.compile("\\\\([$`\"\\\\])");

    private static final java.util.regex.Pattern PLAIN_UNSET = java.util.regex.Pattern.compile("unset[\\w\\s-]*");
    private static final java.util.regex.Pattern FUNCTION =
            java.util.regex.Pattern.compile("\\$(FUNCNAME|\\{FUNCNAME(\\[0])?})");

    private final SyntaxTree tree;
    private final ShellNodes nodes;
    private final ShellVariables variables;
    private final ShellExpansions expansions;
    private final ShellSubstitutions substitutions;
    private int depth;
    /** Whether $FUNCNAME is bash's own; null while that is not known. */
    private Boolean functionNameIsOwn;

    /** {@code given} are variables that the shell itself sets. */
    ShellWords(ShellNodes nodes, ShellAssignments assignments, Map<String, String> given) {
        this.tree = nodes.tree();
        this.nodes = nodes;
        this.variables = new ShellVariables(nodes, this, assignments, given);
        this.expansions = new ShellExpansions(nodes, this, variables);
        this.substitutions = new ShellSubstitutions(nodes, this);
    }

    ShellVariables variables() {
        return variables;
    }

    /** What a word may expand to. */
    List<String> of(int node) {
        if (node == SyntaxTree.NONE) {
            return ShellTexts.EMPTY;
        }
        if (depth >= DEEPEST) {
            return ShellTexts.UNKNOWN;
        }
        depth++;
        List<String> texts =
                switch (nodes.kind(node)) {
                    case WORD, TEST_OPERATOR, EXTGLOB_PATTERN, REGEX -> List.of(unescaped(nodes.text(node), ESCAPED));
                    case NUMBER ->
                        List.of(
                                tree.firstChild(node) == SyntaxTree.NONE
                                        ? nodes.text(node)
                                        : unescaped(nodes.text(node), ESCAPED));
                    case VARIABLE_NAME, VARIABLE_ASSIGNMENT, BRACE_EXPRESSION -> List.of(nodes.text(node));
                    case RAW_STRING -> List.of(inner(nodes.text(node), 1));
                    case ANSI_C_STRING -> List.of(Escapes.resolve(inner(nodes.text(node), 2)));
                    case STRING -> quoted(node);
                    case TRANSLATED_STRING, CONCATENATION, COMMAND_NAME -> joined(node);
                    case SIMPLE_EXPANSION, EXPANSION -> expanded(node, nodes.text(node));
                    case COMMAND_SUBSTITUTION -> substitutions.of(node);
                    default -> ShellTexts.UNKNOWN;
                };
        depth--;
        return texts;
    }

    private List<String> expanded(int node, String text) {
        boolean braces = nodes.is(node, ShellNode.EXPANSION);
        int name = braces ? 2 : 1;
        boolean ordinary = name < text.length() && Character.isLetter(text.charAt(name)) && text.charAt(name) != 'F';
        if (!ordinary) {
            if ((text.equals("$0") || text.equals("${0}")) && !variables.sets("BASH_ARGV0")) {
                return List.of("./$0");
            }
            if (FUNCTION.matcher(text).matches() && functionNameIsOwn()) {
                return List.of(nodes.function(node));
            }
            if (POSITIONAL.matcher(text).matches()) {
                return List.of(CommandLine.GIVEN);
            }
        }
        return braces ? expansions.of(node) : variables.variable(text.substring(1));
    }

    /** The shell sets FUNCNAME and lets nobody else, unless the script unsets it first. */
    private boolean functionNameIsOwn() {
        if (functionNameIsOwn == null) {
            functionNameIsOwn = false; // for what is looked at meanwhile
            functionNameIsOwn = !variables.sets("FUNCNAME") && !unsetsFunctionName();
        }
        return functionNameIsOwn;
    }

    private boolean unsetsFunctionName() {
        BitSet commands = nodes.all(ShellNode.UNSET_COMMAND, ShellNode.COMMAND);
        for (int node = commands.nextSetBit(0); node >= 0; node = commands.nextSetBit(node + 1)) {
            boolean unsets = nodes.is(node, ShellNode.UNSET_COMMAND)
                    ? !PLAIN_UNSET.matcher(tree.text(node)).matches()
                            || tree.text(node).contains("FUNCNAME")
                    : hasText(node, "unset");
            if (unsets) {
                return true;
            }
        }
        return false;
    }

    private boolean hasText(int command, String part) {
        for (int word : nodes.words(command)) {
            for (String text : of(word)) {
                if (text.contains(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String unescaped(String text, java.util.regex.Pattern escaped) {
        return text.indexOf('\\') < 0
                ? text
                : escaped.matcher(SPLICE.matcher(text).replaceAll("")).replaceAll("$1");
    }

    private static String inner(String quoted, int opening) {
        return quoted.length() <= opening ? "" : quoted.substring(opening, quoted.length() - 1);
    }

    private List<String> joined(int node) {
        List<String> texts = ShellTexts.EMPTY;
        for (int part = tree.firstChild(node); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            if (tree.named(part)) {
                texts = ShellTexts.product(texts, part(part));
            }
        }
        return texts;
    }

    /** Parts side by side, with the blanks between them, for which the grammar has no nodes. */
    private List<String> quoted(int string) {
        List<String> texts = ShellTexts.EMPTY;
        int last = tree.from(string) + 1;
        for (int part = tree.firstChild(string); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            if (tree.named(part)) {
                texts = ShellTexts.product(with(texts, last, tree.from(part)), part(part));
                last = tree.to(part);
            }
        }
        return with(texts, last, tree.to(string) - 1);
    }

    private List<String> with(List<String> texts, int gap, int end) {
        return gap >= end ? texts : ShellTexts.product(texts, List.of(tree.text(gap, end)));
    }

    private List<String> part(int node) {
        return nodes.is(node, ShellNode.STRING_CONTENT)
                ? List.of(unescaped(tree.text(node), ESCAPED_IN_QUOTES))
                : of(node);
    }
}

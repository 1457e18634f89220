package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;

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
    private final ShellVariables variables;
    private final ShellExpansions expansions;
    private final ShellSubstitutions substitutions;
    private int depth;
    /** Whether $FUNCNAME is bash's own; null while that is not known. */
    private Boolean functionNameIsOwn;

    ShellWords(SyntaxTree tree, LanguageFile.Commands data) {
        this.tree = tree;
        this.variables = new ShellVariables(tree, data, this);
        this.expansions = new ShellExpansions(tree, this, variables);
        this.substitutions = new ShellSubstitutions(tree, this);
    }

    ShellVariables variables() {
        return variables;
    }

    String kind(int node) {
        return tree.kinds().name(tree.kind(node));
    }

    int firstOf(int node, String kind) {
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (kind(child).equals(kind)) {
                return child;
            }
        }
        return SyntaxTree.NONE;
    }

    /** The words of a command, its name first. */
    List<Integer> words(int command) {
        List<Integer> words = new ArrayList<>();
        for (int child = tree.firstChild(command); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            boolean part = tree.named(child)
                    && !kind(child).endsWith("redirect")
                    && !kind(child).equals("variable_assignment")
                    && !kind(child).equals("ERROR");
            if (part) {
                words.add(child);
            }
        }
        return words;
    }

    /** Whether the shell expands nothing in the word. */
    boolean isPlain(int node) {
        String text = tree.text(node);
        return text.indexOf('$') < 0 && text.indexOf('`') < 0 && text.indexOf('{') < 0;
    }

    /** What a word may expand to. */
    List<String> of(int node) {
        if (node == SyntaxTree.NONE) {
            return List.of("");
        }
        if (depth >= DEEPEST) {
            return ShellTexts.UNKNOWN;
        }
        depth++;
        List<String> texts = switch (kind(node)) {
            case "word", "test_operator", "extglob_pattern", "regex", "number" -> number(node)
                    ? List.of(tree.text(node))
                    : List.of(unescaped(tree.text(node), ESCAPED));
            case "variable_name", "variable_assignment" -> List.of(tree.text(node));
            case "raw_string" -> List.of(inner(tree.text(node), 1));
            case "ansi_c_string" -> List.of(Escapes.resolve(inner(tree.text(node), 2)));
            case "string" -> joined(node, true);
            case "translated_string", "concatenation", "command_name" -> joined(node, false);
            case "simple_expansion", "expansion" -> expanded(node, tree.text(node));
            case "command_substitution" -> substitutions.of(node);
            case "brace_expression" -> List.of(tree.text(node));
            default -> ShellTexts.UNKNOWN;
        };
        depth--;
        return texts;
    }

    private List<String> expanded(int node, String text) {
        if ((text.equals("$0") || text.equals("${0}")) && !variables.sets("BASH_ARGV0")) {
            return List.of("./$0");
        }
        if (FUNCTION.matcher(text).matches() && functionNameIsOwn()) {
            return List.of(function(node));
        }
        if (POSITIONAL.matcher(text).matches()) {
            return List.of(CommandLine.GIVEN);
        }
        return kind(node).equals("expansion") ? expansions.of(node) : variables.variable(text.substring(1));
    }

    /** The name of the function around a node; the shell has none outside. */
    String function(int node) {
        for (int above = tree.parent(node); above != SyntaxTree.NONE; above = tree.parent(above)) {
            if (kind(above).equals("function_definition")) {
                int name = firstOf(above, "word");
                return name == SyntaxTree.NONE ? "" : tree.text(name);
            }
        }
        return "";
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
        for (int node = 0; node < tree.size(); node++) {
            boolean unsets = switch (kind(node)) {
                case "unset_command" ->
                    !PLAIN_UNSET.matcher(tree.text(node)).matches() || tree.text(node).contains("FUNCNAME");
                case "command" -> words(node).stream().anyMatch(word -> of(word).stream().anyMatch(text -> text.contains("unset")));
                default -> false;
            };
            if (unsets) {
                return true;
            }
        }
        return false;
    }

    private boolean number(int node) {
        return kind(node).equals("number") && tree.firstChild(node) == SyntaxTree.NONE;
    }

    private static String unescaped(String text, java.util.regex.Pattern escaped) {
        return text.indexOf('\\') < 0
                ? text
                : escaped.matcher(SPLICE.matcher(text).replaceAll("")).replaceAll("$1");
    }

    private static String inner(String quoted, int opening) {
        return quoted.length() <= opening ? "" : quoted.substring(opening, quoted.length() - 1);
    }

    /** Parts side by side, with the blanks between them in a string, for which the grammar has no nodes. */
    private List<String> joined(int node, boolean quoted) {
        List<String> texts = List.of("");
        int last = quoted ? tree.from(node) + 1 : tree.from(node);
        for (int part = tree.firstChild(node); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            if (!tree.named(part)) {
                continue;
            }
            List<String> gap = List.of(quoted ? tree.text(last, tree.from(part)) : "");
            texts = ShellTexts.product(ShellTexts.product(texts, gap), kind(part).equals("string_content")
                    ? List.of(unescaped(tree.text(part), ESCAPED_IN_QUOTES))
                    : of(part));
            last = tree.to(part);
        }
        return quoted ? ShellTexts.product(texts, List.of(tree.text(last, Math.max(last, tree.to(node) - 1)))) : texts;
    }
}

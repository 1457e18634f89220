package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a node of a shell's grammar is, as far as it matters which. */
enum ShellNode {
    ANSI_C_STRING,
    ARRAY,
    BRACE_EXPRESSION,
    CASE_ITEM,
    COMMAND,
    COMMAND_NAME,
    COMMAND_SUBSTITUTION,
    SUBSHELL,
    CONCATENATION,
    DECLARATION_COMMAND,
    DO_GROUP,
    ERROR,
    EXPANSION,
    EXTGLOB_PATTERN,
    FILE_REDIRECT,
    FOR_STATEMENT,
    FUNCTION_DEFINITION,
    HEREDOC_BODY,
    HEREDOC_REDIRECT,
    HERESTRING_REDIRECT,
    NUMBER,
    RAW_STRING,
    REGEX,
    SIMPLE_EXPANSION,
    STRING,
    STRING_CONTENT,
    SUBSCRIPT,
    TEST_OPERATOR,
    TRANSLATED_STRING,
    UNSET_COMMAND,
    VARIABLE_ASSIGNMENT,
    VARIABLE_NAME,
    WORD,
    OTHER;

    /** What each kind of the grammar is, by its number. */
    static ShellNode[] byKind(Kinds kinds) {
        Map<String, ShellNode> byName = Arrays.stream(values())
                .filter(node -> node != OTHER && node != ERROR)
                .collect(Collectors.toMap(node -> node.name().toLowerCase(Locale.ROOT), Function.identity()));
        byName.keySet().forEach(kinds::kind); // a name that the grammar has not is a mistake here
        return IntStream.range(0, kinds.count())
                .mapToObj(kind -> kinds.error(kind) ? ERROR : byName.getOrDefault(kinds.name(kind), OTHER))
                .toArray(ShellNode[]::new);
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rules file as it is written, with what it takes over from the one that it {@link Extension extends}. Kinds and fields
 * are the grammar's.
 *
 * @param grammar the binding's class
 * @param extensions endings of file names
 * @param translations what happens to the text before it is parsed, see {@link Translation}
 * @param gaps what the grammar cannot read though the language has it, see {@link Gaps}
 * @param bounds what the grammar can take only so much of
 * @param preprocessed whether the grammar describes what a C preprocessor leaves: what does not parse is then an error
 *     only where no macro can explain it
 * @param names which nodes are names
 * @param expressions what a kind of node means, see {@link Expression}
 * @param scopes which kinds of node hold names of their own
 * @param straight kinds between a name and its scope that cannot keep the definition from happening
 * @param patterns kinds that destructuring descends into, with the field to follow, or "" for all
 * @param parts what the children of such a kind are of the whole; where it is absent, they stand for the whole
 * @param bindings what gives a name its meaning
 * @param importPrefixes kinds above an import's path that carry the first part of it, with the field that has it
 * @param textType the symbol of a value whose declared type is the language's text; absent where none declares types
 * @param roots symbols whose members are the global names
 * @param modulePrefixes what may stand before a module's name and changes nothing
 * @param equivalents other names of symbols
 * @param held modules that others have imported, by the name they have there: {@code random._os} is {@code os}
 * @param constants names of the language that stand for a text, with one like it
 * @param intrinsics functions that the folding understands
 * @param textMethods methods of constants that the folding understands
 * @param operators binary operators that the folding understands
 * @param separators what separates the segments of a path besides the dot
 * @param tokens kinds of node that hold tokens that were not parsed further: what a macro is given
 * @param commands for a shell: how command lines are taken apart; else absent
 * @param examples where strings hold code that a test runner runs; else absent
 * @param lists what gives the items of a list and what only reads it; absent where loops tell nothing of their variables
 * @param rules the rules
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record LanguageFile(
        String grammar,
        List<String> extensions,
        List<String> translations,
        Map<String, String> gaps,
        List<Bound> bounds,
        boolean preprocessed,
        Names names,
        Map<String, Expression> expressions,
        Map<String, ScopeKind> scopes,
        List<String> straight,
        Map<String, String> patterns,
        Map<String, Part> parts,
        List<Binding> bindings,
        Map<String, String> importPrefixes,
        String textType,
        Set<String> roots,
        List<String> modulePrefixes,
        Map<String, String> equivalents,
        Map<String, String> held,
        Map<String, String> constants,
        Map<String, Operation> intrinsics,
        Map<String, Operation> textMethods,
        Map<String, Operation> operators,
        List<String> separators,
        List<String> tokens,
        Commands commands,
        Examples examples,
        Lists lists,
        List<Rule> rules) {

    LanguageFile {
        extensions = extensions == null ? List.of() : extensions;
        translations = translations == null ? List.of() : translations;
        gaps = gaps == null ? Map.of() : gaps;
        bounds = bounds == null ? List.of() : bounds;
        expressions = expressions == null ? Map.of() : expressions;
        scopes = scopes == null ? Map.of() : scopes;
        straight = straight == null ? List.of() : straight;
        patterns = patterns == null ? Map.of() : patterns;
        parts = parts == null ? Map.of() : parts;
        bindings = bindings == null ? List.of() : bindings;
        importPrefixes = importPrefixes == null ? Map.of() : importPrefixes;
        modulePrefixes = modulePrefixes == null ? List.of() : modulePrefixes;
        roots = roots == null ? Set.of() : roots;
        held = held == null ? Map.of() : held;
        equivalents = equivalents == null ? Map.of() : equivalents;
        constants = constants == null ? Map.of() : constants;
        intrinsics = intrinsics == null ? Map.of() : intrinsics;
        textMethods = textMethods == null ? Map.of() : textMethods;
        operators = operators == null ? Map.of() : operators;
        separators = separators == null ? List.of() : separators;
        tokens = tokens == null ? List.of() : tokens;
        rules = rules == null ? List.of() : rules;
    }

    /**
     * @param gives methods that give a block the items of a list one by one
     * @param uses where a list that has a name may be so that it stays as it is
     */
    record Lists(Set<String> gives, List<Use> uses) {}

    /**
     * @param query the tree-sitter query: the list is {@code @list}
     * @param by what must be written at {@code @by}
     * @param freezes whether nobody can change the list that is defined so
     */
    record Use(String query, Set<String> by, boolean freezes) {}

    /**
     * @param rule the rule about the runner, which stands where the examples cannot be read
     * @param module what a file must name to use the runner
     * @param strings kinds of node that are strings
     * @param joined kinds of node that put strings together
     * @param hiddenByJoining what in strings put together may make a prompt that is not written there
     * @param changing names by which other strings may get to where the runner looks
     * @param making names that do so when they are given more arguments than this, unless those are strings
     * @param plain kinds of node under which such a name does not
     * @param spreading kinds of argument that may be several, or one that is named
     * @param scope the lines that begin a scope of its own, for what is indented by two blanks
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Examples(
            String rule,
            String module,
            List<String> strings,
            List<String> joined,
            java.util.regex.Pattern hiddenByJoining,
            List<String> changing,
            Map<String, Integer> making,
            List<String> plain,
            List<String> spreading,
            String scope) {}

    /**
     * @param kinds kinds of node that are names
     * @param normalize {@code nfkc} where the language folds identifiers so, {@code ignorable} where it passes over the
     *     characters that Java calls so, else absent
     * @param escapes whether identifiers may be written with Unicode escapes
     * @param notIn places, as {@code kind.field}, where such a node is no reference
     * @param prefix what may stand before any name and changes nothing, such as {@code r#}
     * @param bodies kinds of scope with the field in which their names hold, and hold all over it
     * @param spaces places, as {@code kind.field}, or kinds of name that refer to some name spaces only, by a blank apart
     * @param implicit kinds of scope with the name that holds in them without a definition
     * @param ownPaths what paths through the file's own modules begin with
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Names(
            List<String> kinds,
            String normalize,
            boolean escapes,
            List<String> notIn,
            String prefix,
            Map<String, String> bodies,
            Map<String, String> spaces,
            Map<String, String> implicit,
            List<String> ownPaths) {
        Names {
            bodies = bodies == null ? Map.of() : bodies;
            implicit = implicit == null ? Map.of() : implicit;
            ownPaths = ownPaths == null ? List.of() : ownPaths;
            prefix = prefix == null ? "" : prefix;
            spaces = spaces == null ? Map.of() : spaces;
            notIn = notIn == null ? List.of() : notIn;
        }
    }

    /**
     * How the command lines of a shell are taken apart.
     *
     * @param wrappers programs that run the command line in their arguments
     * @param code programs that run a script in their arguments
     * @param reads programs whose arguments name variables that they set
     * @param assigns programs that take assignments for arguments
     * @param variables variables that the shell itself sets
     * @param runs variables whose value other programs run as a command
     * @param prompts variables whose value is expanded as a text
     * @param tools programs that are given an awk program or a sed script, with which of the two
     * @param interpreters programs whose first operand is a script
     * @param scripted programs whose first operand is no file
     * @param places lists of arguments that rules name as {@code <list>}
     */
    record Commands(
            Map<String, Wrapper> wrappers,
            Map<String, Code> code,
            Set<String> reads,
            Set<String> assigns,
            Map<String, String> variables,
            Set<String> runs,
            Set<String> prompts,
            Map<String, String> tools,
            List<String> interpreters,
            Set<String> scripted,
            Map<String, List<String>> places) {}

    /**
     * @param valued options with a value of their own
     * @param operands how many operands stand before the command line
     * @param after options that the command line follows; absent where it follows the operands
     * @param unless options with which nothing is run
     */
    record Wrapper(List<String> valued, int operands, List<String> after, List<String> unless) {
        Wrapper {
            valued = valued == null ? List.of() : valued;
            after = after == null ? List.of() : after;
            unless = unless == null ? List.of() : unless;
        }
    }

    /**
     * @param option the letter of the option that the script follows; absent where it is the first argument
     * @param joined whether the script is all arguments joined
     * @param each whether each argument is a script
     * @param behind what the script follows within its argument
     */
    record Code(String option, boolean joined, boolean each, String behind) {}

    /**
     * @param pattern what costs the grammar more than its length
     * @param each how many characters each place counts for beside its own
     * @param most how many there may be in all
     */
    record Bound(java.util.regex.Pattern pattern, int each, int most) {
        boolean holdsFor(String text) {
            return pattern.matcher(text)
                            .results()
                            .mapToInt(found -> each + found.end() - found.start())
                            .sum()
                    <= most;
        }
    }

    /**
     * @param step which part of the whole; absent for all of it
     * @param key the field that names the member
     * @param otherwise the field of what is taken where the whole has no such part
     */
    record Part(Step step, String key, String otherwise) {}

    /** Which part of a whole the child of a pattern stands for. */
    enum Step {
        /** The member of its own name, where it is a name. */
        NAMED,
        /** The member that a field names. */
        KEYED,
        /** The item in its place. */
        NUMBERED,
        /** What is left over. */
        REST
    }

    /** How definitions in a scope shadow the names outside it. */
    enum ScopeKind {
        /** Throughout, wherever the definition stands: a function. */
        LEXICAL,
        /** As LEXICAL, but names that are hoisted go past it: a block. */
        BLOCK,
        /** From the definition on, if it certainly happens: a Python module. */
        SEQUENTIAL,
        /** As SEQUENTIAL, and invisible to the functions in it: a Python class body. */
        OPAQUE,
        /** As LEXICAL, and what is defined outside is not seen inside: a Rust module. */
        SEALED,
        /** From the definition on: a block of C or Java. */
        DECLARED,
        /** As DECLARED, but functions, which are announced before, throughout: a file of C. */
        UNIT
    }

    /** Which segment of an import's path is the name that it binds when it is not renamed. */
    enum Local {
        FIRST,
        LAST
    }

    /**
     * Captures: the name is {@code @name} (in the nearest scope), {@code @outer} (in the one around that),
     * {@code @hoisted} (in the nearest function), {@code @names} (a destructuring pattern) or {@code @assigned} (no
     * declaration: it shadows nothing). It stands for
     * {@code @value}, for any of {@code @items}, for nothing but the items of {@code @each} (which the method {@code @by} gives), for member {@code @key} of {@code @value}, for an instance of {@code @type}, for the module
     * {@code @import}, for {@code @member} of {@code @module}; without any of these for something of the author's own.
     * {@code @parameter} is a name that stands for what calls give it; {@code @function} is called by the name
     * {@code @called}, unless that is {@code @exposed} known to others. {@code @names_hoisted} and
     * {@code @names_assigned} are patterns of such names. {@code @partly} is a name that holds in a part of its scope
     * only, and so shadows nothing. {@code @declared} only announces a name: it binds nothing and is no reference;
     * {@code @announced} does so where nothing runs, outside functions. {@code @maybe} may bind or announce it.
     * {@code @word} must be written as {@code word} says.
     * {@code @foreign} is defined elsewhere, so that no other binding of the same place holds.
     * {@code @all} opens {@code @module}; {@code @global} and {@code @delete} are Python's statements.
     *
     * @param query the tree-sitter query
     * @param local for imports
     * @param means the symbol of what the name stands for, where the query tells that
     * @param space the name space, where the language keeps types, functions or macros apart; absent for all
     * @param word what is written at {@code @word}
     */
    record Binding(String query, Local local, String space, String means, String word) {
        Binding {
            space = space == null ? "" : space;
        }
    }
}

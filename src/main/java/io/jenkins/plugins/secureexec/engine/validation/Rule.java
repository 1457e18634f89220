package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.Severity;
import java.util.List;

/**
 * A rule as a rules file has it. It hits where any of its symbols, imports or queries does.
 *
 * @param id such as {@code python.process.os-system}
 * @param category what the code reaches for
 * @param severity how bad it is
 * @param cwe the weakness, such as {@code CWE-78}
 * @param message what was found and the way out; {@code {}} stands for the symbol that was found
 * @param strictOnly whether it applies in strict mode only
 * @param symbols globs over qualified names: {@code *} stays within a segment, {@code **} does not; a trailing
 *     {@code ()} asks for a call
 * @param imports modules; their submodules are meant too
 * @param queries tree-sitter queries; {@code @here} marks the place, {@code @text} what {@code text} is about,
 *     {@code @symbol} too but by its qualified name, and beside a {@code @text} what {@code text} is about while that
 *     has {@code pattern}, {@code @constant} what must be a text, {@code @perhaps} what must not be known to be anything
 *     else, {@code @unknown} what must not be known to be one constant text or another, {@code @method} a name that
 *     {@code text} must have, too, with a # before it, {@code @callee} what is no finding where it is a member of
 *     {@code @symbol}
 * @param commands command lines of a shell, see {@link CommandPattern}
 * @param redirects globs over the files that a shell's redirections open, with the operator before them
 * @param assignments globs over {@code NAME=value} in a shell
 * @param text globs, one of which the constant text of {@code @text} must match
 * @param pattern a regular expression, of which the constant text of {@code @text} may have a part instead
 * @param unlessText globs, none of which it may match
 * @param harmless globs over qualified names: these are no finding, and neither is a module of {@code imports} where
 *     nothing else is used of it and it is handed to nobody
 * @param onlyWith tree-sitter queries, one of which must match somewhere in the file; {@code @text} as in queries,
 *     {@code @symbol} is one of {@code symbols}
 * @param onlyWithText globs over the {@code @text} of those, where it is not {@code text}
 * @param alsoWith likewise: one of these must match, too
 * @param except tree-sitter queries: a symbol within such a node, few levels up, is no finding, provided that
 *     {@code @here} is the very place, {@code @text} is a constant as in queries, {@code @known} is a text or one of
 *     {@code harmless}, and {@code @from} and {@code @to} are written alike but for lifetimes
 * @param firstLines how far into the file a query looks; 0 is all of it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = false)
public record Rule(
        String id,
        Category category,
        Severity severity,
        String cwe,
        String message,
        boolean strictOnly,
        Globs symbols,
        List<String> imports,
        List<String> queries,
        List<String> commands,
        List<Glob> redirects,
        List<Glob> assignments,
        Globs text,
        @CheckForNull java.util.regex.Pattern pattern,
        Globs unlessText,
        Globs harmless,
        List<String> onlyWith,
        Globs onlyWithText,
        List<String> alsoWith,
        List<String> except,
        int firstLines) {

    /** Refuses a rule that lacks what a report needs. */
    public Rule {
        require(id, "id", id);
        require(id, "category", category);
        require(id, "severity", severity);
        require(id, "cwe", cwe);
        require(id, "message", message);
        symbols = symbols == null ? Globs.NONE : symbols;
        imports = imports == null ? List.of() : List.copyOf(imports);
        queries = queries == null ? List.of() : List.copyOf(queries);
        commands = commands == null ? List.of() : List.copyOf(commands);
        redirects = redirects == null ? List.of() : List.copyOf(redirects);
        assignments = assignments == null ? List.of() : List.copyOf(assignments);
        text = text == null ? Globs.NONE : text;
        unlessText = unlessText == null ? Globs.NONE : unlessText;
        harmless = harmless == null ? Globs.NONE : harmless;
        onlyWith = onlyWith == null ? List.of() : List.copyOf(onlyWith);
        onlyWithText = onlyWithText == null ? text : onlyWithText;
        alsoWith = alsoWith == null ? List.of() : List.copyOf(alsoWith);
        except = except == null ? List.of() : List.copyOf(except);
    }

    private static void require(String id, String key, Object value) {
        if (value == null) {
            throw new IllegalArgumentException("rule " + id + " has no " + key);
        }
    }

    /** Whether it looks for anything at all. */
    boolean looks() {
        return !(symbols.isEmpty()
                && imports.isEmpty()
                && queries.isEmpty()
                && commands.isEmpty()
                && redirects.isEmpty()
                && assignments.isEmpty());
    }

    /** Whether what a query found is what the rule is about; one without text and pattern is about everything. */
    boolean concerns(String found) {
        boolean about =
                pattern == null ? text.isAbout(found) : pattern.matcher(found).find() || text.match(found);
        return about && !unlessText.match(found);
    }

    String describe(String symbol) {
        return message.replace("{}", symbol.startsWith("?.") ? symbol.substring(2) : symbol);
    }

    /** A rule of the validator itself or of the administrator, not of a rules file. */
    static Rule of(String id, Category category, Severity severity, String cwe, String message) {
        return new Rule(
                id, category, severity, cwe, message, false, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, 0);
    }
}

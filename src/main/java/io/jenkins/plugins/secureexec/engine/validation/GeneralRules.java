package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.Severity;
import java.util.List;

/** What the validator says of code that it cannot read; the same in every language. */
final class GeneralRules {
    private GeneralRules() {}

    static List<Rule> all(String language) {
        return List.of(
                syntaxError(language, true),
                tooComplex(language),
                nul(language),
                tooLarge(language, 0, ValidatorConfiguration.DEFAULT_MAX_CODE_SIZE));
    }

    static Rule syntaxError(String language, boolean strict) {
        return syntax(
                language + ".syntax.error",
                strict ? Severity.MEDIUM : Severity.LOW,
                "CWE-1286",
                "The code does not parse as " + language + ". What cannot be read cannot be judged: correct it here, or"
                        + " check the language.");
    }

    static Rule tooComplex(String language) {
        return syntax(
                language + ".syntax.too-complex",
                Severity.HIGH,
                "CWE-407",
                "The code takes too long to read. Make it shorter and less deeply nested.");
    }

    static Rule nul(String language) {
        return syntax(
                language + ".syntax.nul",
                Severity.HIGH,
                "CWE-158",
                "The code holds a NUL character, at which tools disagree where it ends. Remove it.");
    }

    static Rule tooLarge(String language, int size, int most) {
        return syntax(
                language + ".syntax.too-large",
                Severity.HIGH,
                "CWE-770",
                "The code has " + size + " bytes; at most " + most + " (max_code_size) are read. Shorten it, or have an"
                        + " administrator raise the limit.");
    }

    private static Rule syntax(String id, Severity severity, String cwe, String message) {
        return Rule.of(id, Category.SYNTAX, severity, cwe, message);
    }
}

package io.jenkins.plugins.secureexec.engine;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.Serializable;

/**
 * A finding of the validator.
 *
 * @param rule the rule's id, such as {@code python.process.os-system}
 * @param category what the snippet reaches for: process, network, filesystem, dynamic_code, reflection, native,
 *     environment, or syntax
 * @param severity how bad it is
 * @param cwe the weakness in the Common Weakness Enumeration, such as {@code CWE-78}
 * @param line one-based
 * @param column one-based, in characters
 * @param message what was found and the way out
 */
@JsonPropertyOrder({"rule", "category", "severity", "cwe", "line", "column", "message"})
public record Violation(
        String rule, String category, Severity severity, String cwe, int line, int column, String message)
        implements Serializable {

    /** As compilers print it, and tools that read logs expect: {@code file:line:column: severity rule message}. */
    public String inLog(String file) {
        String word = severity == null ? "" : severity.word() + " ";
        return file + ":" + line + ":" + column + ": " + word + rule + " " + message;
    }
}

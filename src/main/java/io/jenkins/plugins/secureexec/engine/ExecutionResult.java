package io.jenkins.plugins.secureexec.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * How an execution went; as JSON one line of the log.
 *
 * @param message one sentence for the author
 * @param error what went wrong and the way out; null exactly on success
 * @param exitCode the program's own, 128+n for signal n; null where it did not come to an end of its own
 * @param stdout clean text, at most as long as the output limit allows
 * @param stderr likewise; of a compile error, the compiler's diagnostics
 * @param codeSha256 of the snippet's bytes, in hexadecimal
 * @param securityViolations what the validator found, refused or not
 * @param risk the validator's judgement of the whole snippet; null where nothing was validated
 */
@JsonPropertyOrder({
    "execution_id",
    "timestamp",
    "status",
    "message",
    "error",
    "exit_code",
    "stdout",
    "stderr",
    "language",
    "environment",
    "code_sha256",
    "resource_limits",
    "security_violations",
    "risk"
})
public record ExecutionResult(
        String executionId,
        Instant timestamp,
        ExecutionStatus status,
        String message,
        @CheckForNull String error,
        @CheckForNull Integer exitCode,
        String stdout,
        String stderr,
        String language,
        Environment environment,
        @JsonProperty("code_sha256") String codeSha256,
        ResourceLimits resourceLimits,
        List<Violation> securityViolations,
        @CheckForNull Severity risk,
        @JsonUnwrapped ResourceUsage usage,
        Isolation isolation)
        implements Serializable {

    public ExecutionResult {
        securityViolations = List.copyOf(securityViolations);
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.jenkins.plugins.secureexec.engine.Severity;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.Violation;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file's line of a report.
 *
 * @param file as it was named
 * @param status {@code success} when there is a verdict, {@code failure} when there is none
 * @param safe the verdict
 * @param message why there is none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"file", "status", "is_safe", "risk", "violations", "language", "strict_mode", "message"})
public record FileVerdict(
        String file,
        String status,
        @JsonProperty("is_safe") Boolean safe,
        Severity risk,
        List<Violation> violations,
        String language,
        Boolean strictMode,
        String message) {

    public static FileVerdict of(String file, String language, ValidationMode mode, ValidationResult result) {
        return new FileVerdict(
                file,
                "success",
                result.safe(),
                result.risk(),
                result.violations(),
                language,
                mode == ValidationMode.STRICT,
                null);
    }

    public static FileVerdict failure(String file, String message) {
        return new FileVerdict(file, "failure", null, null, List.of(), null, null, message);
    }

    public boolean failed() {
        return safe == null;
    }

    /** As compilers print: {@code file:line:column: severity rule message}. */
    public Stream<String> lines() {
        return failed()
                ? Stream.of(file + ": " + message)
                : violations.stream().map(violation -> violation.inLog(file));
    }
}

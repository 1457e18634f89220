package io.jenkins.plugins.secureexec.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How an execution ended. The order is the order of precedence: of several that apply, the first is reported. */
public enum ExecutionStatus {
    /** The validator or the policy refused it; nothing ran. */
    @JsonProperty("rejected")
    REJECTED(126),
    /** The sandbox could not be set up or was lost; never the snippet's fault. */
    @JsonProperty("sandbox_error")
    SANDBOX_ERROR(125),
    /** Stopped from outside, by the build. */
    @JsonProperty("aborted")
    ABORTED(130),
    @JsonProperty("time_limit")
    TIME_LIMIT(124),
    @JsonProperty("memory_limit")
    MEMORY_LIMIT(137),
    @JsonProperty("process_limit")
    PROCESS_LIMIT(137),
    @JsonProperty("output_limit")
    OUTPUT_LIMIT(137),
    @JsonProperty("file_size_limit")
    FILE_SIZE_LIMIT(137),
    /** The compiler refused it; its diagnostics are in stderr. */
    @JsonProperty("compile_error")
    COMPILE_ERROR(65),
    /** It ran and ended with a non-zero code or by a signal. */
    @JsonProperty("failure")
    FAILURE(1),
    @JsonProperty("success")
    SUCCESS(0);

    private final int commandLineExit;

    ExecutionStatus(int commandLineExit) {
        this.commandLineExit = commandLineExit;
    }

    /** The word for it in parameters, logs and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The exit code of the command line for this status; for {@link #FAILURE} it is the program's own instead. */
    public int commandLineExit() {
        return commandLineExit;
    }

    /** Whether a limit was reached while the snippet ran. */
    public boolean isBreach() {
        return switch (this) {
            case TIME_LIMIT, MEMORY_LIMIT, PROCESS_LIMIT, OUTPUT_LIMIT, FILE_SIZE_LIMIT -> true;
            default -> false;
        };
    }
}

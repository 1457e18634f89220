package io.jenkins.plugins.secureexec.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/** A line of the table of executions: what Jelly shows, and nothing as large as an output. */
public final class ExecutionRow {
    private final String executionId;
    private final Instant timestamp;
    private final String language;
    private final String environment;
    private final String status;
    private final String icon;
    private final String message;
    private final Double seconds;
    private final Double memoryMb;
    private final boolean success;
    private final Integer exitCode;
    private final List<String> violations;

    ExecutionRow(ExecutionResult result) {
        executionId = result.executionId();
        timestamp = result.timestamp();
        language = result.language();
        environment = result.environment().word();
        status = result.status().word();
        icon = switch (result.status()) {
            case SUCCESS -> "symbol-status-blue";
            case ABORTED -> "symbol-status-aborted";
            default -> "symbol-status-red";
        };
        message = result.message();
        seconds = result.usage().executionTime();
        memoryMb = result.usage().memoryUsedMb();
        success = result.status() == ExecutionStatus.SUCCESS;
        exitCode = result.exitCode();
        violations = result.securityViolations().stream()
                .map(violation -> violation.line() + ":" + violation.column() + " " + violation.message())
                .toList();
    }

    public String getExecutionId() {
        return executionId;
    }

    public Date getTimestamp() {
        return Date.from(timestamp);
    }

    public String getLanguage() {
        return language;
    }

    public String getEnvironment() {
        return environment;
    }

    public String getStatus() {
        return status;
    }

    public String getIcon() {
        return icon;
    }

    public boolean isSuccess() {
        return success;
    }

    public String getMessage() {
        return message;
    }

    public String getTime() {
        return number(seconds, "%.2f s");
    }

    public String getMemory() {
        return number(memoryMb, "%.1f MB");
    }

    /** For sorting; -1 sorts what was not measured first. */
    public double getTimeOrder() {
        return seconds == null ? -1 : seconds;
    }

    public double getMemoryOrder() {
        return memoryMb == null ? -1 : memoryMb;
    }

    public String getExitCode() {
        return exitCode == null ? "–" : exitCode.toString();
    }

    public List<String> getViolations() {
        return violations;
    }

    private static String number(@CheckForNull Double value, String format) {
        return value == null ? "–" : String.format(Locale.ROOT, format, value);
    }
}

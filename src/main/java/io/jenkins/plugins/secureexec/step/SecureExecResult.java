package io.jenkins.plugins.secureexec.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What the step returns to a Pipeline. A class of plain values, because the Pipeline engine stores it. */
public final class SecureExecResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String executionId;
    private final String status;
    private final String message;
    private final Integer exitCode;
    private final String stdout;
    private final String stderr;
    private final Double executionTime;
    private final Double memoryUsedMb;
    private final Double cpuPercent;
    private final ArrayList<Map<String, Object>> securityViolations;

    SecureExecResult(ExecutionResult result) {
        executionId = result.executionId();
        status = result.status().word();
        message = result.message();
        exitCode = result.exitCode();
        stdout = result.stdout();
        stderr = result.stderr();
        executionTime = result.usage().executionTime();
        memoryUsedMb = result.usage().memoryUsedMb();
        cpuPercent = result.usage().cpuPercent();
        securityViolations = ViolationMaps.of(result.securityViolations());
    }

    @NonNull
    @Whitelisted
    public String getExecutionId() {
        return executionId;
    }

    /** One of the words that the documentation lists, such as {@code success} or {@code time_limit}. */
    @NonNull
    @Whitelisted
    public String getStatus() {
        return status;
    }

    @NonNull
    @Whitelisted
    public String getMessage() {
        return message;
    }

    /** The program's own; null where it did not come to an end of its own. */
    @CheckForNull
    @Whitelisted
    public Integer getExitCode() {
        return exitCode;
    }

    @NonNull
    @Whitelisted
    public String getStdout() {
        return stdout;
    }

    @NonNull
    @Whitelisted
    public String getStderr() {
        return stderr;
    }

    /** Seconds; null where nothing ran. */
    @CheckForNull
    @Whitelisted
    public Double getExecutionTime() {
        return executionTime;
    }

    /** MiB at the peak; null where it could not be measured. */
    @CheckForNull
    @Whitelisted
    public Double getMemoryUsedMb() {
        return memoryUsedMb;
    }

    /** Of one core; null where it could not be measured. */
    @CheckForNull
    @Whitelisted
    public Double getCpuPercent() {
        return cpuPercent;
    }

    /** Each with rule, category, severity, cwe, line, column and message. */
    @NonNull
    @Whitelisted
    public List<Map<String, Object>> getSecurityViolations() {
        return Collections.unmodifiableList(securityViolations);
    }

    @Override
    @Whitelisted
    public String toString() {
        return status + ": " + message;
    }
}

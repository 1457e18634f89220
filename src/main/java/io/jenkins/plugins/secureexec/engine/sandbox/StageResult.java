package io.jenkins.plugins.secureexec.engine.sandbox;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Isolation;
import io.jenkins.plugins.secureexec.engine.ResourceUsage.Sample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a stage ended.
 *
 * @param breach the limit that was reached, if one was
 * @param exitCode the command's own, 128+n for signal n; empty where the sandbox killed it
 * @param measurement what it used
 * @param isolation what held it
 */
public record StageResult(
        Optional<ExecutionStatus> breach, OptionalInt exitCode, Measurement measurement, Isolation isolation) {

    /**
     * What a stage used, as the kernel or the daemon tells it; null where neither does.
     *
     * @param wallNanos from start to end
     * @param cpuNanos user and system time
     * @param peakMemoryBytes all its processes and its scratch space together
     * @param peakTasks processes and threads, without those of the sandbox itself
     * @param throttledNanos for how long the CPU limit held it back
     * @param samples in the order of time
     */
    public record Measurement(
            long wallNanos,
            @CheckForNull Long cpuNanos,
            @CheckForNull Long peakMemoryBytes,
            @CheckForNull Integer peakTasks,
            @CheckForNull Long throttledNanos,
            List<Sample> samples) {}
}

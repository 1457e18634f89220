package io.jenkins.plugins.secureexec.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.List;

/**
 * What an execution used. What could not be measured is null.
 *
 * @param executionTime seconds of wall clock that the run took
 * @param compileTime seconds of wall clock that the compiler took; null where there is none
 * @param cpuTime seconds of CPU
 * @param cpuPercent CPU time by wall clock, of one core
 * @param memoryUsedMb MiB at the peak
 * @param processesUsed processes at the peak, the main one included, the runtime's own tasks left out
 * @param throttledTime seconds for which it was held back by its CPU limit
 * @param samples how memory and CPU went while it ran
 */
public record ResourceUsage(
        @CheckForNull Double executionTime,
        @CheckForNull Double compileTime,
        @CheckForNull Double cpuTime,
        @CheckForNull Double cpuPercent,
        @CheckForNull Double memoryUsedMb,
        @CheckForNull Integer processesUsed,
        @CheckForNull Double throttledTime,
        List<Sample> samples)
        implements Serializable {

    /** The usage of something that did not run. */
    public static final ResourceUsage NONE = new ResourceUsage(null, null, null, null, null, null, null, List.of());

    public ResourceUsage {
        samples = samples == null ? List.of() : List.copyOf(samples);
    }

    /**
     * One look at a running snippet.
     *
     * @param t seconds since it started
     * @param memoryMb MiB in use
     * @param cpuPercent of one core, since the sample before
     */
    public record Sample(
            double t, double memoryMb, @CheckForNull Double cpuPercent) implements Serializable {}
}

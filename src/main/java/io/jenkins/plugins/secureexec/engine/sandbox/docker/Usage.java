package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.sandbox.SampleSeries;
import io.jenkins.plugins.secureexec.engine.sandbox.StageResult.Measurement;

/** Makes of a container's readings what the stage alone used. Of one thread. */
final class Usage {
    private final Reading before;
    private final SampleSeries samples = new SampleSeries();
    private Reading last;
    private Long highestMemory;
    private Long highestTasks;
    private Long highestProcesses;

    Usage(Reading before) {
        this.before = before;
        this.last = before;
    }

    void add(long nanos, Reading now) {
        last = now;
        highestMemory = higher(highestMemory, now.memoryBytes());
        highestTasks = higher(highestTasks, now.tasks());
        highestProcesses = higher(highestProcesses, now.processes());
        samples.add(nanos, now.memoryBytes(), since(before.cpuNanos(), now.cpuNanos()));
    }

    boolean outOfMemory() {
        Long kills = memoryKills();
        return kills != null && kills > 0;
    }

    /** Whether the kernel's own count of kills is known; otherwise the daemon is to be asked. */
    boolean countsMemoryKills() {
        return memoryKills() != null;
    }

    @CheckForNull
    private Long memoryKills() {
        return since(before.memoryKills(), last.memoryKills());
    }

    boolean outOfTasks() {
        Long refusals = since(before.taskRefusals(), last.taskRefusals());
        return refusals != null && refusals > 0;
    }

    /** The kernel counts tasks; where a runtime's threads leave some of its head-room free, processes are counted here. */
    boolean startedMoreThan(int maxProcesses) {
        return highestProcesses != null && highestProcesses > ContainerSpec.OWN_TASKS + 1 + maxProcesses;
    }

    /** Where nobody counts refusals: as many tasks as may be. Allowed in itself, but it explains a failure. */
    boolean seenAtTaskLimit(int limit) {
        return last.taskRefusals() == null && highestTasks != null && highestTasks >= limit;
    }

    Measurement toMeasurement(long wallNanos) {
        Long peakTasks = peak(before.peakTasks(), last.peakTasks(), highestTasks);
        return new Measurement(
                wallNanos,
                since(before.cpuNanos(), last.cpuNanos()),
                peak(before.peakMemoryBytes(), last.peakMemoryBytes(), highestMemory),
                peakTasks == null ? null : (int) Math.max(1, peakTasks - ContainerSpec.OWN_TASKS),
                since(before.throttledNanos(), last.throttledNanos()),
                samples.toList());
    }

    /**
     * The kernel's peak, if it was reached by the stage: the runtime, which started the container from within, may have
     * gone higher before, and then the highest of our own looks is what is known.
     */
    @CheckForNull
    private static Long peak(@CheckForNull Long before, @CheckForNull Long after, @CheckForNull Long seen) {
        return after != null && (before == null || after > before) ? after : seen;
    }

    @CheckForNull
    private static Long since(@CheckForNull Long before, @CheckForNull Long now) {
        return before == null || now == null ? null : Long.valueOf(now - before);
    }

    @CheckForNull
    private static Long higher(@CheckForNull Long one, @CheckForNull Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(Math.max(one, other));
    }
}

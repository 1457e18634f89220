package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * Where a container's numbers stand; null where nobody tells. All of them count from the container's creation, so what
 * the runtime used before the stage began is taken off by {@link Usage}.
 *
 * @param memoryBytes in use now
 * @param peakMemoryBytes in use at the most
 * @param cpuNanos user and system time so far
 * @param throttledNanos held back by the CPU limit so far
 * @param tasks there now
 * @param peakTasks there at the most
 * @param processes there now, their threads not counted
 * @param memoryKills how often the kernel killed for want of memory
 * @param taskRefusals how often the kernel refused a new task
 */
record Reading(
        @CheckForNull Long memoryBytes,
        @CheckForNull Long peakMemoryBytes,
        @CheckForNull Long cpuNanos,
        @CheckForNull Long throttledNanos,
        @CheckForNull Long tasks,
        @CheckForNull Long peakTasks,
        @CheckForNull Long processes,
        @CheckForNull Long memoryKills,
        @CheckForNull Long taskRefusals) {
    static final Reading NOTHING = new Reading(null, null, null, null, null, null, null, null, null);

    /** Where the host counts tasks that are not the snippet's. */
    Reading withoutTasks() {
        return new Reading(
                memoryBytes, peakMemoryBytes, cpuNanos, throttledNanos, null, null, null, memoryKills, taskRefusals);
    }
}

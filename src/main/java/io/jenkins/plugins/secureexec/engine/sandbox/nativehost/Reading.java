package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * What a control group says of its tasks, or a look at the processes where there is none; null where it cannot tell.
 *
 * @param memoryBytes in use now
 * @param peakMemoryBytes in use at the most
 * @param cpuNanos user and system time so far
 * @param throttledNanos held back by the CPU limit so far
 * @param peakTasks tasks at the most, bubblewrap's own included
 * @param processes now, bubblewrap's own included
 * @param outOfMemory whether the memory limit was broken
 * @param outOfTasks whether the limit of tasks was broken
 */
record Reading(
        @CheckForNull Long memoryBytes,
        @CheckForNull Long peakMemoryBytes,
        @CheckForNull Long cpuNanos,
        @CheckForNull Long throttledNanos,
        @CheckForNull Integer peakTasks,
        int processes,
        boolean outOfMemory,
        boolean outOfTasks) {}

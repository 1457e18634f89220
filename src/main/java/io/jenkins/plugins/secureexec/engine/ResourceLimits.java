package io.jenkins.plugins.secureexec.engine;

import java.io.Serializable;

/**
 * What a snippet may use.
 *
 * @param maxExecutionTime seconds of wall clock
 * @param maxMemoryMb MiB, its files in the scratch space included
 * @param maxCpuPercent of one core
 * @param maxProcesses what it starts, without the tasks that its runtime needs
 * @param maxOutputSizeKb KiB of stdout and stderr together
 * @param maxFileSizeMb MiB of a file that it writes
 * @param networkAccess whether it gets the network
 * @param fileSystemAccess whether it gets the workspace
 */
public record ResourceLimits(
        int maxExecutionTime,
        int maxMemoryMb,
        int maxCpuPercent,
        int maxProcesses,
        int maxOutputSizeKb,
        int maxFileSizeMb,
        boolean networkAccess,
        boolean fileSystemAccess)
        implements Serializable {

    /** Checks every number; {@link IllegalArgumentException} names the limit and the value. */
    public ResourceLimits {
        Limit.MAX_EXECUTION_TIME.check(maxExecutionTime);
        Limit.MAX_MEMORY_MB.check(maxMemoryMb);
        Limit.MAX_CPU_PERCENT.check(maxCpuPercent);
        Limit.MAX_PROCESSES.check(maxProcesses);
        Limit.MAX_OUTPUT_SIZE_KB.check(maxOutputSizeKb);
        Limit.MAX_FILE_SIZE_MB.check(maxFileSizeMb);
    }

    /** The number for a limit, in the limit's unit. */
    public int get(Limit limit) {
        return switch (limit) {
            case MAX_EXECUTION_TIME -> maxExecutionTime;
            case MAX_MEMORY_MB -> maxMemoryMb;
            case MAX_CPU_PERCENT -> maxCpuPercent;
            case MAX_PROCESSES -> maxProcesses;
            case MAX_OUTPUT_SIZE_KB -> maxOutputSizeKb;
            case MAX_FILE_SIZE_MB -> maxFileSizeMb;
        };
    }

    /** The same limits but for one. */
    public ResourceLimits with(Limit limit, int value) {
        return new ResourceLimits(
                limit == Limit.MAX_EXECUTION_TIME ? value : maxExecutionTime,
                limit == Limit.MAX_MEMORY_MB ? value : maxMemoryMb,
                limit == Limit.MAX_CPU_PERCENT ? value : maxCpuPercent,
                limit == Limit.MAX_PROCESSES ? value : maxProcesses,
                limit == Limit.MAX_OUTPUT_SIZE_KB ? value : maxOutputSizeKb,
                limit == Limit.MAX_FILE_SIZE_MB ? value : maxFileSizeMb,
                networkAccess,
                fileSystemAccess);
    }

    /** The same limits with this access instead. */
    public ResourceLimits withAccess(boolean network, boolean fileSystem) {
        return new ResourceLimits(
                maxExecutionTime,
                maxMemoryMb,
                maxCpuPercent,
                maxProcesses,
                maxOutputSizeKb,
                maxFileSizeMb,
                network,
                fileSystem);
    }

    /** {@link #maxMemoryMb} in bytes. */
    public long memoryBytes() {
        return (long) maxMemoryMb << 20;
    }

    /** {@link #maxOutputSizeKb} in bytes. */
    public long outputBytes() {
        return (long) maxOutputSizeKb << 10;
    }
}

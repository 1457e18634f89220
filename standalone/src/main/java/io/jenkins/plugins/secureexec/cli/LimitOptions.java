package io.jenkins.plugins.secureexec.cli;

import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the snippet may use, as options. */
final class LimitOptions {
    private final Map<Limit, String> overrides = new EnumMap<>(Limit.class);

    @Option(names = "--preset", paramLabel = "P", description = "development, testing or production (the default).")
    String preset = LimitPresets.DEFAULT;

    @Option(names = "--network-access", description = "Give it the network.")
    boolean networkAccess;

    @Option(names = "--file-system-access", paramLabel = "DIR", description = "Mount DIR at /workspace, writable.")
    Path fileSystemAccess;

    @Option(names = "--max-execution-time", paramLabel = "S", description = "Seconds of wall clock.")
    void maxExecutionTime(String value) {
        overrides.put(Limit.MAX_EXECUTION_TIME, value);
    }

    @Option(names = "--max-memory-mb", paramLabel = "N", description = "MB of memory, files in /tmp included.")
    void maxMemoryMb(String value) {
        overrides.put(Limit.MAX_MEMORY_MB, value);
    }

    @Option(names = "--max-cpu-percent", paramLabel = "P", description = "Per cent of one core.")
    void maxCpuPercent(String value) {
        overrides.put(Limit.MAX_CPU_PERCENT, value);
    }

    @Option(names = "--max-processes", paramLabel = "N", description = "Processes that it may start.")
    void maxProcesses(String value) {
        overrides.put(Limit.MAX_PROCESSES, value);
    }

    @Option(names = "--max-output-size-kb", paramLabel = "N", description = "KB of stdout and stderr together.")
    void maxOutputSizeKb(String value) {
        overrides.put(Limit.MAX_OUTPUT_SIZE_KB, value);
    }

    @Option(names = "--max-file-size-mb", paramLabel = "N", description = "MB of a file that it writes.")
    void maxFileSizeMb(String value) {
        overrides.put(Limit.MAX_FILE_SIZE_MB, value);
    }

    /** The limits that they amount to; access is by its own options alone, since a preset names no directory. */
    ResourceLimits limits() {
        ResourceLimits limits = LimitPresets.named(preset).withAccess(networkAccess, fileSystemAccess != null);
        for (Map.Entry<Limit, String> override : overrides.entrySet()) {
            limits = limits.with(override.getKey(), override.getKey().parse(override.getValue()));
        }
        return limits;
    }
}

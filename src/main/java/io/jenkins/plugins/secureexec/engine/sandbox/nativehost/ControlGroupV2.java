package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A group in the unified hierarchy: Documentation/admin-guide/cgroup-v2.rst. */
final class ControlGroupV2 implements TaskGroup {
    private static final int PERIOD_MICROS = 100_000;

    private final CgroupDirectory directory;

    ControlGroupV2(Path path) throws IOException {
        directory = CgroupDirectory.create(path);
    }

    @Override
    public void limit(long memoryBytes, int tasks, int cpuPercent) throws IOException {
        directory.write("memory.max", Long.toString(memoryBytes));
        if (directory.has("memory.swap.max")) {
            directory.write("memory.swap.max", "0");
        }
        // One victim is not enough: what is left of a program that lost a process should not go on.
        directory.write("memory.oom.group", "1");
        directory.write("pids.max", Integer.toString(tasks));
        directory.write("cpu.max", (long) cpuPercent * PERIOD_MICROS / 100 + " " + PERIOD_MICROS);
    }

    @Override
    public List<Path> joinFiles() {
        return List.of(directory.procs());
    }

    @Override
    public void started(ProcessHandle launcher) {
        // It joins by itself.
    }

    @Override
    public Reading read() throws IOException {
        return new Reading(
                directory.readLong("memory.current"),
                // Since Linux 5.19 and 6.1.
                directory.has("memory.peak") ? directory.readLong("memory.peak") : null,
                directory.readKey("cpu.stat", "usage_usec").orElseThrow() * 1000,
                directory
                        .readKey("cpu.stat", "throttled_usec")
                        .map(micros -> micros * 1000)
                        .orElse(null),
                directory.has("pids.peak") ? (int) directory.readLong("pids.peak") : null,
                directory.memberCount(),
                directory.readKey("memory.events", "oom_kill").orElse(0L) > 0,
                directory.readKey("pids.events", "max").orElse(0L) > 0);
    }

    @Override
    public void close() throws IOException {
        directory.remove();
    }
}

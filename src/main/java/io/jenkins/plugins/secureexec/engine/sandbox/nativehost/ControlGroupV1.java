package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A group in each of the version 1 hierarchies: Documentation/admin-guide/cgroup-v1. */
final class ControlGroupV1 implements TaskGroup {
    private static final int PERIOD_MICROS = 100_000;

    private final Map<Path, CgroupDirectory> byPath = new HashMap<>();
    private final Map<String, CgroupDirectory> byController = new HashMap<>();

    /** Controllers that are mounted together share a path in {@code paths}. */
    ControlGroupV1(Map<String, Path> paths) throws IOException {
        try {
            for (Map.Entry<String, Path> entry : paths.entrySet()) {
                CgroupDirectory directory = byPath.get(entry.getValue());
                if (directory == null) {
                    directory = CgroupDirectory.create(entry.getValue());
                    byPath.put(entry.getValue(), directory);
                }
                byController.put(entry.getKey(), directory);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void limit(long memoryBytes, int tasks, int cpuPercent) throws IOException {
        CgroupDirectory memory = byController.get("memory");
        memory.write("memory.limit_in_bytes", Long.toString(memoryBytes));
        if (memory.has("memory.memsw.limit_in_bytes")) {
            memory.write("memory.memsw.limit_in_bytes", Long.toString(memoryBytes));
        }
        byController.get("pids").write("pids.max", Integer.toString(tasks));
        CgroupDirectory cpu = byController.get("cpu");
        if (cpu != null) {
            cpu.write("cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
            cpu.write("cpu.cfs_quota_us", Long.toString((long) cpuPercent * PERIOD_MICROS / 100));
        }
    }

    @Override
    public List<Path> joinFiles() {
        return byPath.values().stream().map(CgroupDirectory::procs).toList();
    }

    @Override
    public void started(ProcessHandle launcher) {
        // It joins by itself.
    }

    @Override
    public Reading read() throws IOException {
        CgroupDirectory memory = byController.get("memory");
        CgroupDirectory pids = byController.get("pids");
        CgroupDirectory cpu = byController.get("cpu");
        CgroupDirectory cpuacct = byController.get("cpuacct");
        return new Reading(
                memory.readLong("memory.usage_in_bytes"),
                memory.readLong("memory.max_usage_in_bytes"),
                cpuacct == null ? null : cpuacct.readLong("cpuacct.usage"),
                cpu == null ? null : cpu.readKey("cpu.stat", "throttled_time").orElse(null),
                pids.has("pids.peak") ? (int) pids.readLong("pids.peak") : null,
                pids.memberCount(),
                // Since Linux 4.13.
                memory.readKey("memory.oom_control", "oom_kill").orElse(0L) > 0,
                pids.readKey("pids.events", "max").orElse(0L) > 0);
    }

    @Override
    public void close() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (CgroupDirectory directory : byPath.values()) {
            try {
                directory.remove();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}

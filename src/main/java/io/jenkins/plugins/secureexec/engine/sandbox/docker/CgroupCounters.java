package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads the control group files of a container on this machine, of version 1 or 2. */
final class CgroupCounters implements Counters {
    private final Map<String, Path> groups;

    private CgroupCounters(Map<String, Path> groups) {
        this.groups = groups;
    }

    /**
     * The groups of a container; empty where its processes are not on this machine. The pid alone would prove nothing:
     * it is one of the daemon's machine, so the group must bear the container's id.
     */
    static Optional<CgroupCounters> of(long pid, String containerId) {
        Path membership = Path.of("/proc/" + pid + "/cgroup");
        try {
            Map<String, Path> mounts = mounts();
            Map<String, Path> groups = new HashMap<>();
            for (String line : Files.readAllLines(membership, StandardCharsets.UTF_8)) {
                String[] parts = line.split(":", 3);
                int id = parts[2].indexOf(containerId);
                if (id < 0) {
                    continue;
                }
                // The limits are at the level that bears the id, wherever below the processes are.
                int end = parts[2].indexOf('/', id);
                String path = end < 0 ? parts[2] : parts[2].substring(0, end);
                for (String controller : parts[1].split(",")) {
                    Path mount = mounts.get(controller);
                    if (mount != null && Files.isDirectory(Path.of(mount + path))) {
                        groups.put(controller, Path.of(mount + path));
                    }
                }
            }
            return groups.containsKey("memory")
                            || groups.containsKey("")
                                    && Files.exists(groups.get("").resolve("memory.current"))
                    ? Optional.of(new CgroupCounters(groups))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Mount points by controller; version 2 has the empty name, as in /proc/pid/cgroup. */
    private static Map<String, Path> mounts() throws IOException {
        Map<String, Path> mounts = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"), StandardCharsets.UTF_8)) {
            String[] fields = line.split(" ");
            if (fields[2].equals("cgroup2")) {
                mounts.put("", Path.of(fields[1]));
            } else if (fields[2].equals("cgroup")) {
                for (String option : fields[3].split(",")) {
                    mounts.put(option, Path.of(fields[1]));
                }
            }
        }
        return mounts;
    }

    @Override
    public long intervalNanos() {
        return TimeUnit.MILLISECONDS.toNanos(10);
    }

    /** A runtime removes the group with the container. */
    @Override
    public boolean isThere() {
        return groups.values().stream().allMatch(Files::isDirectory);
    }

    @Override
    public Reading read() throws IOException {
        return groups.containsKey("memory") ? readVersion1() : readVersion2();
    }

    private Reading readVersion1() throws IOException {
        Path memory = groups.get("memory");
        Path pids = groups.get("pids");
        return new Reading(
                number(memory, "memory.usage_in_bytes"),
                number(memory, "memory.max_usage_in_bytes"),
                number(groups.get("cpuacct"), "cpuacct.usage"),
                key(groups.get("cpu"), "cpu.stat", "throttled_time"),
                number(pids, "pids.current"),
                number(pids, "pids.peak"),
                processes(pids),
                // Since Linux 4.13.
                key(memory, "memory.oom_control", "oom_kill"),
                key(pids, "pids.events", "max"));
    }

    private Reading readVersion2() throws IOException {
        Path group = groups.get("");
        Long cpuMicros = key(group, "cpu.stat", "usage_usec");
        Long throttledMicros = key(group, "cpu.stat", "throttled_usec");
        return new Reading(
                number(group, "memory.current"),
                number(group, "memory.peak"),
                cpuMicros == null ? null : cpuMicros * 1000,
                throttledMicros == null ? null : throttledMicros * 1000,
                number(group, "pids.current"),
                number(group, "pids.peak"),
                processes(group),
                key(group, "memory.events", "oom_kill"),
                key(group, "pids.events", "max"));
    }

    /** Null where this kernel has no such file; throws where the group is gone. */
    @CheckForNull
    private static Long number(@CheckForNull Path group, String file) throws IOException {
        String text = text(group, file);
        return text == null ? null : Long.valueOf(text.trim());
    }

    @CheckForNull
    private static Long processes(@CheckForNull Path group) throws IOException {
        String text = text(group, "cgroup.procs");
        return text == null ? null : Long.valueOf(text.lines().count());
    }

    @CheckForNull
    private static Long key(@CheckForNull Path group, String file, String key) throws IOException {
        String text = text(group, file);
        if (text == null) {
            return null;
        }
        return text.lines()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> Long.valueOf(line.substring(key.length() + 1).trim()))
                .findFirst()
                .orElse(null);
    }

    @CheckForNull
    private static String text(@CheckForNull Path group, String file) throws IOException {
        if (group == null) {
            return null;
        }
        try {
            return Files.readString(group.resolve(file), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            if (!Files.isDirectory(group)) {
                throw e;
            }
            return null;
        }
    }
}

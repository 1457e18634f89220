package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes below the launcher, looked at every now and then, where the agent may not make control groups. What
 * happens between two looks is not seen: peaks are those of the samples.
 */
final class SampledGroup implements TaskGroup {
    private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;
    /** Fields of /proc/pid/stat after the command's closing parenthesis, counted from state: proc_pid_stat(5). */
    private static final int UTIME = 11;

    private static final int CSTIME = 14;

    private long memoryLimit = Long.MAX_VALUE;
    private int taskLimit = Integer.MAX_VALUE;
    private ProcessHandle launcher;
    private long peakMemory;
    private long cpuNanos;
    private int peakTasks;

    @Override
    public List<Path> joinFiles() {
        return List.of();
    }

    @Override
    public void started(ProcessHandle process) {
        launcher = process;
    }

    @Override
    public void limit(long memoryBytes, int tasks, int cpuPercent) {
        memoryLimit = memoryBytes;
        taskLimit = tasks;
    }

    @Override
    public Reading read() {
        List<ProcessHandle> processes = launcher.descendants().toList();
        long memory = 0;
        long cpu = 0;
        int tasks = launcher.isAlive() ? 1 : 0;
        for (ProcessHandle process : processes) {
            Path proc = Path.of("/proc", Long.toString(process.pid()));
            try {
                for (String line : Files.readAllLines(proc.resolve("status"), StandardCharsets.ISO_8859_1)) {
                    if (line.startsWith("VmRSS:")) {
                        memory += number(line) * 1024;
                    } else if (line.startsWith("Threads:")) {
                        tasks += (int) number(line);
                    }
                }
                cpu += cpuNanos(Files.readString(proc.resolve("stat"), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // It ended between being listed and being read; the next look is without it.
            }
        }
        if (!processes.isEmpty()) {
            memory += scratchBytes(processes.get(0));
        }
        peakMemory = Math.max(peakMemory, memory);
        peakTasks = Math.max(peakTasks, tasks);
        cpuNanos = Math.max(cpuNanos, cpu);
        return new Reading(
                memory,
                peakMemory == 0 ? null : peakMemory,
                cpuNanos == 0 ? null : cpuNanos,
                null,
                peakTasks <= NativeSandbox.OWN_TASKS ? null : peakTasks,
                processes.size() + 1,
                peakMemory > memoryLimit,
                peakTasks > taskLimit);
    }

    @Override
    public void close() {
        launcher.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /** Files in memory are nobody's resident memory; only the size of the file system is asked, nothing is opened. */
    private static long scratchBytes(ProcessHandle process) {
        long bytes = 0;
        for (String mount : List.of("/tmp", "/dev/shm")) {
            try {
                FileStore store = Files.getFileStore(Path.of("/proc/" + process.pid() + "/root" + mount));
                if (store.type().equals("tmpfs")) {
                    bytes += store.getTotalSpace() - store.getUnallocatedSpace();
                }
            } catch (IOException e) {
                // The process is gone, or has not built its file tree yet.
            }
        }
        return bytes;
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }

    private static long cpuNanos(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = UTIME; i <= CSTIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * NANOS_PER_TICK;
    }
}

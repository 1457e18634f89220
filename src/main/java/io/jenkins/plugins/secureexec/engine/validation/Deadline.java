package io.jenkins.plugins.secureexec.engine.validation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * How long one validation may take. What counts is the time that its own thread computes, so that an agent with too
 * much to do refuses no innocent file; the clock on the wall is only the backstop.
 *
 * @param earliest when, by the clock on the wall, it can have been enough: a thread cannot compute faster than that
 * @param cpuNanos when the thread has computed enough, by its own clock; only the thread that set it may ask
 * @param wallNanos when it has been enough in any case
 */
record Deadline(long earliest, long cpuNanos, long wallNanos) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean HAS_CPU_TIME =
            THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    private static final Duration BASE = Duration.ofMillis(800);
    private static final int NANOS_PER_BYTE = 4_000;
    private static final int WALL_FOR_CPU = 8;

    /** Enough for 250 KB/s beyond the usual size, and little enough that a hostile file ends within a second. */
    static Deadline forSize(int bytes) {
        long extra = (long) Math.max(0, bytes - ValidatorConfiguration.DEFAULT_MAX_CODE_SIZE) * NANOS_PER_BYTE;
        long allowed = BASE.toNanos() + extra;
        long now = System.nanoTime();
        return new Deadline(now + allowed, cpuTime() + allowed, now + (HAS_CPU_TIME ? WALL_FOR_CPU : 1) * allowed);
    }

    boolean passed() {
        // The thread's clock is a system call, and most validations end long before it matters.
        long now = System.nanoTime();
        return now - earliest > 0 && (cpuTime() - cpuNanos > 0 || now - wallNanos > 0);
    }

    private static long cpuTime() {
        return HAS_CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}

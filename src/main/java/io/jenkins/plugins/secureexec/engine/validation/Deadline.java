package io.jenkins.plugins.secureexec.engine.validation;

import java.time.Duration;

/** How long one validation may take. */
record Deadline(long nanos) {
    private static final Duration BASE = Duration.ofMillis(800);
    private static final int NANOS_PER_BYTE = 4_000;

    /** Enough for 250 KB/s beyond the usual size, and little enough that a hostile file ends within a second. */
    static Deadline forSize(int bytes) {
        long extra = (long) Math.max(0, bytes - ValidatorConfiguration.DEFAULT_MAX_CODE_SIZE) * NANOS_PER_BYTE;
        return new Deadline(System.nanoTime() + BASE.toNanos() + extra);
    }

    boolean passed() {
        return System.nanoTime() - nanos > 0;
    }
}

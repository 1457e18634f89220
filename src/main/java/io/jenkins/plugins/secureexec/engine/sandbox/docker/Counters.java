package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import java.io.IOException;

/** The kernel's counters of one container. */
interface Counters {
    /** Where they stand; throws where the container, and with it its counters, is no more. */
    Reading read() throws IOException, InterruptedException;

    /** Whether the container is still there. */
    boolean isThere() throws InterruptedException;

    /** How often it is worth a look. */
    long intervalNanos();
}

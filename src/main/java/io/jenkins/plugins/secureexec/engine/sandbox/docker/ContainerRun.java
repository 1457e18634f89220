package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import io.jenkins.plugins.secureexec.engine.sandbox.StageResult.Measurement;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One stage in a waiting container, from its start to the container's end. */
final class ContainerRun {
    private static final Logger LOGGER = Logger.getLogger(ContainerRun.class.getName());
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** For a container to end that was told to, before it is killed. */
    private static final long EXIT_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Which serve.sh passes on as SIGTERM. */
    private static final String END_IN_ORDER = "USR1";
    /** The shell's way of telling SIGXFSZ. */
    private static final int FILE_SIZE_SIGNAL = 128 + 25;

    private final Stage stage;
    private final OutputCapture output;
    private final Container container;
    private final long exitTimeoutNanos;
    private Usage usage;
    private long start;
    private boolean killed;
    private boolean timeIsUp;
    private boolean lookedLast;

    /** How a stage ended, before it is known what held it. */
    record Outcome(Optional<ExecutionStatus> breach, OptionalInt exitCode, Measurement measurement) {}

    ContainerRun(Stage stage, OutputCapture output, Container container, long exitTimeoutNanos) {
        this.stage = stage;
        this.output = output;
        this.container = container;
        this.exitTimeoutNanos = exitTimeoutNanos;
    }

    Outcome await() throws SandboxException, InterruptedException {
        usage = new Usage(look());
        start = System.nanoTime();
        container.begin(stage, output);
        watch();
        long end = System.nanoTime();
        if (!killed) {
            lookLast(end);
            container.letGo();
            if (!container.awaitExit(EXIT_NANOS)) {
                // The snippet has meddled with the shell that should end now.
                kill();
            }
        }
        if (!container.awaitExit(exitTimeoutNanos)) {
            throw new SandboxException("The container does not end; look what holds the Docker daemon up");
        }
        // The last bytes may still be under way.
        container.streams().awaitClosed(EXIT_NANOS);
        int told = container.exitCode();
        OptionalInt exitCode = killed ? OptionalInt.empty() : OptionalInt.of(told);
        Optional<ExecutionStatus> breach = breach(exitCode);
        if (breach.isEmpty() && !container.streams().started()) {
            throw notPrepared();
        }
        if (breach.isEmpty() && !killed && !container.streams().endMarked()) {
            if (container.spec().hidesTasks()) {
                throw new SandboxException(
                        "The container's first process was ended while the snippet ran: from outside, or "
                                + "by the snippet itself, which gVisor does not keep from it; run it again, or read what it does");
            }
            // No signal from within ends the first process of a pid namespace of Linux.
            throw new SandboxException(
                    "The container was ended from outside while the snippet ran (removed, or its Docker daemon stopped); run "
                            + "the snippet again");
        }
        return new Outcome(breach, exitCode, usage.toMeasurement(end - start));
    }

    /** Until the output ends, by itself or because a limit was reached. */
    private void watch() throws SandboxException, InterruptedException {
        long deadline = start + TimeUnit.SECONDS.toNanos(stage.limits().maxExecutionTime());
        long nextLook = start;
        while (!container.streams().awaitEnd(LOOK_NANOS)) {
            long now = System.nanoTime();
            if (now - nextLook >= 0) {
                usage.add(now - start, look());
                nextLook = now + container.counters().intervalNanos();
            }
            if (output.overflowed() || usage.outOfMemory() || outOfProcesses()) {
                kill();
                return;
            }
            if (now - deadline >= 0) {
                timeIsUp = true;
                container.signal(END_IN_ORDER);
                if (!container.streams().awaitEnd(GRACE_NANOS)) {
                    lookLast(System.nanoTime());
                    kill();
                }
                return;
            }
        }
    }

    private void kill() throws SandboxException {
        killed = true;
        container.signal("KILL");
    }

    private Reading look() throws InterruptedException {
        try {
            return read();
        } catch (IOException e) {
            // The container is gone, or the daemon is: whoever waits for its end hears of it.
            LOGGER.log(Level.FINE, "No numbers of container " + container.id(), e);
            return Reading.NOTHING;
        }
    }

    private Reading read() throws IOException, InterruptedException {
        Reading reading = container.counters().read();
        return container.spec().hidesTasks() ? reading.withoutTasks() : reading;
    }

    private void lookLast(long now) throws InterruptedException {
        try {
            usage.add(now - start, read());
            lookedLast = true;
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "No last numbers of container " + container.id(), e);
        }
    }

    private Optional<ExecutionStatus> breach(OptionalInt exitCode) throws SandboxException, InterruptedException {
        if (timeIsUp) {
            return Optional.of(ExecutionStatus.TIME_LIMIT);
        }
        if (usage.outOfMemory() || !(lookedLast && usage.countsMemoryKills()) && container.isOutOfMemory()) {
            return Optional.of(ExecutionStatus.MEMORY_LIMIT);
        }
        if (outOfProcesses() || usage.seenAtTaskLimit(container.spec().tasks()) && failed(exitCode)) {
            return Optional.of(ExecutionStatus.PROCESS_LIMIT);
        }
        if (output.overflowed()) {
            return Optional.of(ExecutionStatus.OUTPUT_LIMIT);
        }
        if (exitCode.isPresent() && exitCode.getAsInt() == FILE_SIZE_SIGNAL) {
            return Optional.of(ExecutionStatus.FILE_SIZE_LIMIT);
        }
        return Optional.empty();
    }

    private boolean outOfProcesses() {
        return usage.outOfTasks() || usage.startedMoreThan(stage.limits().maxProcesses());
    }

    private static boolean failed(OptionalInt exitCode) {
        return exitCode.isPresent() && exitCode.getAsInt() != 0;
    }

    private SandboxException notPrepared() {
        return new SandboxException(
                "The container could not take the snippet: either its files do not fit into maxMemoryMb, "
                        + "or the image lacks sh, dd or chmod (coreutils or busybox), or its /tmp is not for everyone (mode 1777)");
    }
}

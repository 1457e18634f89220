package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Isolation;
import io.jenkins.plugins.secureexec.engine.OutputListener.Stream;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.SampleSeries;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import io.jenkins.plugins.secureexec.engine.sandbox.StageResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One stage from its launch to its end. */
final class NativeRun {
    private static final Logger LOGGER = Logger.getLogger(NativeRun.class.getName());
    private static final long LOOK_MILLIS = 10;
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** The shell's way of telling SIGXFSZ. */
    private static final int FILE_SIZE_SIGNAL = 128 + 25;

    private final Stage stage;
    private final OutputCapture output;
    private final RunDirectory directory;
    private final Launcher launcher;
    private final Process process;
    private final Isolation isolation;
    private final SampleSeries samples = new SampleSeries();
    private final List<Future<?>> readers;
    private final long start = System.nanoTime();
    /** The kernel counts tasks; where a runtime's threads leave some of its head-room free, processes are counted here. */
    private final int maxProcesses;

    private boolean tooManyProcesses;

    NativeRun(
            Stage stage,
            OutputCapture output,
            RunDirectory directory,
            Launcher launcher,
            ExecutorService pipeThreads,
            Isolation isolation) {
        this.stage = stage;
        this.output = output;
        this.directory = directory;
        this.launcher = launcher;
        this.process = launcher.process();
        this.isolation = isolation;
        this.maxProcesses = stage.limits().maxProcesses() + 1 + NativeSandbox.OWN_TASKS;
        this.readers = List.of(
                pipeThreads.submit(() -> read(Stream.STDOUT, process.getInputStream())),
                pipeThreads.submit(() -> read(Stream.STDERR, process.getErrorStream())));
        pipeThreads.submit(this::feed);
    }

    StageResult await() throws InterruptedException, IOException, SandboxException {
        boolean timeIsUp;
        try {
            timeIsUp = watch();
        } finally {
            launcher.kill();
        }
        process.waitFor();
        long end = System.nanoTime();
        for (Future<?> reader : readers) {
            try {
                reader.get();
            } catch (ExecutionException e) {
                throw new IOException("The output could not be read", e.getCause());
            }
        }
        Reading last = launcher.group().read();
        OptionalInt exitCode = directory.exitCode();
        Optional<ExecutionStatus> breach = breach(last, timeIsUp, exitCode);
        if (breach.isEmpty() && exitCode.isEmpty()) {
            String errors = directory.errors();
            LOGGER.log(Level.WARNING, "Execution {0} did not start: {1}", new Object[] {stage.executionId(), errors});
            throw new SandboxException("The native sandbox could not be set up: " + Diagnosis.ofBubblewrap(errors));
        }
        return new StageResult(breach, exitCode, measurement(last, end - start), isolation);
    }

    /** Looks at the group until the process ends or must end; says whether its time was up. */
    private boolean watch() throws InterruptedException, IOException {
        long deadline = start + TimeUnit.SECONDS.toNanos(stage.limits().maxExecutionTime());
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            Reading now = launcher.group().read();
            samples.add(System.nanoTime() - start, now.memoryBytes(), now.cpuNanos());
            tooManyProcesses |= now.processes() > maxProcesses;
            if (now.outOfMemory() || now.outOfTasks() || tooManyProcesses || output.overflowed()) {
                return false;
            }
            if (System.nanoTime() - deadline >= 0) {
                endInOrder();
                return true;
            }
        }
        return false;
    }

    /** A program that ends in order keeps its output; init ignores the signal, and bubblewrap outside must not get it. */
    private void endInOrder() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.waitFor(GRACE_NANOS, TimeUnit.NANOSECONDS);
    }

    private Optional<ExecutionStatus> breach(Reading last, boolean timeIsUp, OptionalInt exitCode) {
        if (timeIsUp) {
            return Optional.of(ExecutionStatus.TIME_LIMIT);
        }
        if (last.outOfMemory()) {
            return Optional.of(ExecutionStatus.MEMORY_LIMIT);
        }
        if (last.outOfTasks() || tooManyProcesses) {
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

    private StageResult.Measurement measurement(Reading last, long wallNanos) {
        Integer peakTasks = last.peakTasks();
        return new StageResult.Measurement(
                wallNanos,
                last.cpuNanos(),
                last.peakMemoryBytes(),
                peakTasks == null ? null : Math.max(1, peakTasks - NativeSandbox.OWN_TASKS),
                last.throttledNanos(),
                samples.toList());
    }

    /** A file instead of the pipe would show the snippet a path of the host, in /proc/self/fd. */
    private void feed() {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write((directory.path() + "\n").getBytes(StandardCharsets.UTF_8));
            stdin.write(stage.stdin());
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Execution " + stage.executionId() + " did not read all of its stdin", e);
        }
    }

    private Void read(Stream stream, InputStream in) throws IOException {
        byte[] buffer = new byte[16384];
        try (in) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!output.accept(stream, buffer, length)) {
                    launcher.kill();
                }
            }
        }
        return null;
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.sandbox.OwnedMount;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import io.jenkins.plugins.secureexec.engine.sandbox.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs one stage from a thread whose mount namespace has the workspace as the sandbox's user may have it. */
record MountThread(Stage stage, Path place) {

    /** What runs the stage that it is given. */
    interface Run {
        StageResult of(Stage stage) throws IOException, SandboxException, InterruptedException;
    }

    StageResult call(Run run) throws IOException, SandboxException, InterruptedException {
        Files.createDirectory(
                place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        try {
            FutureTask<StageResult> task = new FutureTask<>(() -> {
                OwnedMount.enter(stage.workspace().orElseThrow(), place);
                return run.of(stage.withWorkspace(Optional.of(place)));
            });
            Thread thread = new Thread(task, "secure-exec mount");
            thread.start();
            return result(task, thread);
        } finally {
            Files.delete(place);
        }
    }

    private static StageResult result(FutureTask<StageResult> task, Thread thread)
            throws IOException, SandboxException, InterruptedException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            thread.join();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SandboxException failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("The stage failed", e.getCause());
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that removes what this JVM leaves behind when it dies without a chance to: processes end with their parent
 * by themselves (PR_SET_PDEATHSIG), control groups and files do not. The idea is that of Testcontainers' Ryuk.
 */
final class Watchdog implements AutoCloseable {
    private final Process process;

    Watchdog(Path runtimeDirectory, List<Path> groups) throws IOException {
        // A session of its own, lest a signal to the JVM's process group, or the end of its terminal, take it along.
        List<String> command = new ArrayList<>(List.of(
                "setsid", "sh", "-c", Script.WATCHDOG.text(), "secure-exec-watchdog", runtimeDirectory.toString()));
        groups.forEach(group -> command.add(group.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Script.cleanEnvironment(builder);
        process = builder.start();
    }

    /** Lets it do its work now. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

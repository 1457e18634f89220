package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shell in a group of its own that waits to become the bubblewrap of one stage; see launch.sh. */
record Launcher(Process process, TaskGroup group) implements AutoCloseable {

    static Launcher start(Host host, Path bwrap, TaskGroups groups, String name) throws IOException {
        TaskGroup group = groups.create(name);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", Script.LAUNCH.text(), "secure-exec-launch"));
        command.add(host.root() ? Sandbox.UNPRIVILEGED : "");
        command.add(bwrap.toString());
        group.joinFiles().forEach(file -> command.add(file.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        Script.cleanEnvironment(builder);
        try {
            Process process = builder.start();
            group.started(process.toHandle());
            return new Launcher(process, group);
        } catch (IOException e) {
            group.close();
            throw e;
        }
    }

    /** Kills by the handle: {@link Process#destroyForcibly} would close the pipes with what is still in them. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        kill();
        process.onExit().join();
        group.close();
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.jenkins.plugins.secureexec.engine.sandbox.OwnedMount;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a snippet with fileSystemAccess gets, to be closed when the container has it.
 *
 * @param source the workspace as the daemon's machine names it
 * @param user who may write there
 * @param mount what it is found through where the agent is the superuser
 */
record Workspace(Optional<String> source, String user, Optional<OwnedMount> mount) implements AutoCloseable {
    /** Docker mounts files of this directory into every container. */
    private static final Pattern OWN_ID = Pattern.compile("/containers/([0-9a-f]{64})/");

    static Workspace of(Stage stage, Daemon daemon) throws SandboxException, InterruptedException {
        if (!stage.limits().fileSystemAccess()) {
            return new Workspace(Optional.empty(), ContainerSpec.NOBODY, Optional.empty());
        }
        if (!daemon.isLocal()) {
            throw new SandboxException(
                    "The Docker daemon at " + daemon.address() + " is on another machine and does not "
                            + "see the workspace; do without fileSystemAccess, or let the agent use a daemon of its own machine");
        }
        Path directory = stage.workspace()
                .orElseThrow(() -> new SandboxException("fileSystemAccess needs a workspace, and there is none"));
        try {
            Path real = directory.toRealPath();
            Optional<String> source = asTheDaemonSeesIt(real, daemon);
            String owner = ownerOfAgent();
            if (!owner.startsWith("0:")) {
                return new Workspace(source.or(() -> Optional.of(real.toString())), owner, Optional.empty());
            }
            if (source.isPresent()) {
                throw new SandboxException(
                        "This agent is a container and runs as root, so that nothing unprivileged may "
                                + "write in its workspace; run the agent as an ordinary user, or do without fileSystemAccess");
            }
            OwnedMount mount = OwnedMount.attach(real);
            return new Workspace(Optional.of(mount.place().toString()), ContainerSpec.NOBODY, Optional.of(mount));
        } catch (IOException e) {
            throw new SandboxException("The workspace cannot be mounted; is it there, and is it the agent's?", e);
        }
    }

    /**
     * Where the agent is itself a container of this daemon, the mount that the workspace is on tells its source. All of
     * the agent's volumes, as {@code docker run --volumes-from} gives them, would be more than the workspace.
     */
    private static Optional<String> asTheDaemonSeesIt(Path directory, Daemon daemon)
            throws IOException, SandboxException, InterruptedException {
        Matcher ownId = OWN_ID.matcher(Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8));
        if (!ownId.find()) {
            return Optional.empty();
        }
        List<InspectContainerResponse.Mount> mounts = daemon.call(() -> {
            try {
                return daemon.client()
                        .inspectContainerCmd(ownId.group(1))
                        .exec()
                        .getMounts();
            } catch (NotFoundException e) {
                return List.of();
            }
        });
        InspectContainerResponse.Mount mount = mounts.stream()
                .filter(candidate ->
                        directory.startsWith(candidate.getDestination().getPath()))
                .max(Comparator.comparingInt(
                        candidate -> candidate.getDestination().getPath().length()))
                .orElseThrow(
                        () -> new SandboxException(
                                "This agent is a container, and its workspace is on no volume that "
                                        + "the Docker daemon could give to another; mount a volume there, or do without fileSystemAccess"));
        return Optional.of(Path.of(mount.getSource())
                .resolve(Path.of(mount.getDestination().getPath()).relativize(directory))
                .toString());
    }

    private static String ownerOfAgent() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid");
    }

    @Override
    public void close() throws SandboxException {
        if (mount.isPresent()) {
            try {
                mount.get().close();
            } catch (IOException e) {
                throw new SandboxException(
                        "The workspace's mount could not be taken away; the log of the agent has the details", e);
            }
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
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
 * What a snippet with fileSystemAccess gets.
 *
 * @param source the workspace as the daemon's machine names it
 * @param user who may write there
 */
record Workspace(Optional<String> source, String user) {
    /** Docker mounts files of this directory into every container. */
    private static final Pattern OWN_ID = Pattern.compile("/containers/([0-9a-f]{64})/");

    static Workspace of(Stage stage, Daemon daemon) throws SandboxException, InterruptedException {
        if (!stage.limits().fileSystemAccess()) {
            return new Workspace(Optional.empty(), ContainerSpec.NOBODY);
        }
        if (!daemon.isLocal()) {
            throw new SandboxException("The Docker daemon at " + daemon.address() + " is on another machine and does not "
                    + "see the workspace; do without fileSystemAccess, or let the agent use a daemon of its own machine");
        }
        Path directory = stage.workspace()
                .orElseThrow(() -> new SandboxException("fileSystemAccess needs a workspace, and there is none"));
        try {
            return new Workspace(Optional.of(asTheDaemonSeesIt(directory.toRealPath(), daemon)), owner());
        } catch (IOException e) {
            throw new SandboxException("The workspace cannot be mounted; is it there, and is it the agent's?", e);
        }
    }

    /** Where the agent is itself a container of this daemon, the mount that the workspace is on tells its source. */
    private static String asTheDaemonSeesIt(Path directory, Daemon daemon)
            throws IOException, SandboxException, InterruptedException {
        Matcher ownId = OWN_ID.matcher(Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8));
        if (!ownId.find()) {
            return directory.toString();
        }
        List<InspectContainerResponse.Mount> mounts = daemon.call(() -> {
            try {
                return daemon.client().inspectContainerCmd(ownId.group(1)).exec().getMounts();
            } catch (NotFoundException e) {
                return List.of();
            }
        });
        InspectContainerResponse.Mount mount = mounts.stream()
                .filter(candidate -> directory.startsWith(candidate.getDestination().getPath()))
                .max(Comparator.comparingInt(candidate -> candidate.getDestination().getPath().length()))
                .orElseThrow(() -> new SandboxException("This agent is a container, and its workspace is on no volume that "
                        + "the Docker daemon could give to another; mount a volume there, or do without fileSystemAccess"));
        return Path.of(mount.getSource())
                .resolve(Path.of(mount.getDestination().getPath()).relativize(directory))
                .toString();
    }

    /** The agent's own user, whose the workspace is; nobody where that would be the superuser. */
    private static String owner() throws IOException {
        Path self = Path.of("/proc/self");
        int uid = (int) Files.getAttribute(self, "unix:uid");
        return uid == 0 ? ContainerSpec.NOBODY : uid + ":" + Files.getAttribute(self, "unix:gid");
    }
}

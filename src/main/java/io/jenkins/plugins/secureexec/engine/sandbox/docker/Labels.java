package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells our containers from all others, and those of the living from those of the dead.
 *
 * @param controller of the configuration
 * @param agent of the configuration, or a name of this machine
 * @param owner this JVM
 */
record Labels(String controller, String agent, String owner) {
    static final String CONTROLLER = "io.jenkins.plugins.secure-exec.controller";
    static final String AGENT = "io.jenkins.plugins.secure-exec.agent";
    static final String EXECUTION = "io.jenkins.plugins.secure-exec.execution";
    static final String OWNER = "io.jenkins.plugins.secure-exec.owner";
    /** In place of an execution, of a container that waits for one. */
    static final String NONE_YET = "none-yet";

    private static final Pattern OWNER_NAME = Pattern.compile("(.+)/(\\d+)/(\\d+)/[0-9a-f]+");
    /** The kernel tells when it booted in whole seconds, and a start time is counted from there. */
    private static final long TOLERANCE_MILLIS = 2000;

    static Labels of(DockerConfiguration configuration) {
        String machine = machine();
        ProcessHandle self = ProcessHandle.current();
        String agent = configuration.agent() != null ? configuration.agent() : "machine " + machine;
        // Several sandboxes of one JVM must not take each other's containers for leftovers.
        String sandbox = Integer.toHexString(
                java.util.concurrent.ThreadLocalRandom.current().nextInt());
        return new Labels(
                configuration.controller(),
                agent,
                machine + "/" + self.pid() + "/" + startMillis(self) + "/" + sandbox);
    }

    Map<String, String> of(String executionId) {
        return Map.of(CONTROLLER, controller, AGENT, agent, OWNER, owner, EXECUTION, executionId);
    }

    /** What the daemon is to look for. */
    Map<String, String> filter() {
        return Map.of(CONTROLLER, controller, AGENT, agent);
    }

    /**
     * Whether the JVM that made a container is no more. One agent is one JVM: where another machine, or this machine
     * before its last start, bears our agent's name, it was our agent's former life.
     */
    static boolean isOrphaned(String owner) {
        Matcher name = OWNER_NAME.matcher(owner);
        if (!name.matches()) {
            return false;
        }
        if (!name.group(1).equals(machine())) {
            return true;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(name.group(2)));
        return process.isEmpty()
                || Math.abs(startMillis(process.get()) - Long.parseLong(name.group(3))) > TOLERANCE_MILLIS;
    }

    /** This machine since its last start, and the pid namespace, in which pids mean something. */
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + fileOr("/proc/sys/kernel/random/boot_id", "") + ":"
                    + pidNamespace();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String fileOr(String file, String otherwise) throws IOException {
        Path path = Path.of(file);
        return Files.isReadable(path) ? Files.readString(path).trim() : otherwise;
    }

    private static String pidNamespace() throws IOException {
        Path path = Path.of("/proc/self/ns/pid");
        return Files.exists(path) ? Files.readSymbolicLink(path).toString().replaceAll("[^0-9]", "") : "";
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import io.jenkins.plugins.secureexec.engine.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The walls of a container. Its limits may be changed while it waits, all else is for its life.
 *
 * @param user whose rights the snippet has
 * @param workspace what the daemon mounts at /workspace
 * @param memoryBytes also the size of the scratch space
 * @param tasks processes and threads, our own included
 */
record ContainerSpec(
        String image,
        Optional<String> runtime,
        Optional<String> gpus,
        boolean network,
        String user,
        Optional<String> workspace,
        long memoryBytes,
        int cpuPercent,
        int tasks) {
    static final String NOBODY = Sandbox.UNPRIVILEGED + ":" + Sandbox.UNPRIVILEGED;
    /** The shell of serve.sh. */
    static final int OWN_TASKS = 1;

    private static final long CPU_PERIOD_MICROS = 100_000;
    /** What gVisor's own kernel takes of the host's tasks; those of the snippet are hidden in it. */
    private static final int GVISOR_TASKS = 512;

    /** What must be the same for a waiting container to do for an execution. */
    record Kind(String image, Optional<String> runtime, boolean network, long memoryBytes) {}

    static ContainerSpec of(
            String image,
            Optional<String> runtime,
            Optional<String> gpus,
            String user,
            Optional<String> workspace,
            ResourceLimits limits,
            int maxTasks) {
        return new ContainerSpec(
                image,
                runtime,
                gpus,
                limits.networkAccess(),
                user,
                workspace,
                limits.memoryBytes(),
                limits.maxCpuPercent(),
                maxTasks + OWN_TASKS);
    }

    /** Whether the host counts other tasks than the snippet's. */
    boolean hidesTasks() {
        return runtime.filter(name -> name.startsWith("runsc")).isPresent();
    }

    private long pidsLimit() {
        return hidesTasks() ? (long) tasks + GVISOR_TASKS : tasks;
    }

    /** Empty where it needs what no waiting container has. */
    Optional<Kind> kind() {
        return workspace.isPresent() || gpus.isPresent()
                ? Optional.empty()
                : Optional.of(new Kind(image, runtime, network, memoryBytes));
    }

    CreateContainerCmd build(CreateContainerCmd create, Daemon.About daemon, Map<String, String> labels) {
        HostConfig walls = HostConfig.newHostConfig()
                .withNetworkMode(network ? "bridge" : "none")
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", scratchSpace(daemon)))
                // Full at the same point as the memory limit, so that filling it is a breach and no ordinary error.
                .withShmSize(memoryBytes)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(securityOptions(daemon))
                .withMemory(memoryBytes)
                .withMemorySwap(memoryBytes)
                // Not NanoCPUs: of those a daemon gives no more than it has cores.
                .withCpuPeriod(CPU_PERIOD_MICROS)
                .withCpuQuota(cpuQuota())
                .withPidsLimit(pidsLimit())
                .withUlimits(fileLimits(daemon))
                .withIpcMode("private")
                // Ours is serve.sh: one of the daemon's would hold the program's streams open beyond its end.
                .withInit(false)
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
        runtime.ifPresent(walls::withRuntime);
        gpus.ifPresent(asked -> walls.withDeviceRequests(List.of(Gpus.request(asked))));
        workspace.ifPresent(source -> walls.withMounts(
                List.of(new Mount().withType(MountType.BIND).withSource(source).withTarget("/workspace"))));
        if (!daemon.podman()) {
            // Podman would ask systemd for a timer to remove.
            create.withHealthcheck(new HealthCheck().withTest(List.of("NONE")));
        }
        return create.withHostConfig(walls)
                .withUser(user)
                .withHostName("secure-exec")
                .withWorkingDir("/")
                .withEntrypoint("/bin/sh", "-c", StageMessage.SERVE, "secure-exec")
                .withCmd(List.of())
                .withEnv("HOME=/tmp", "TMPDIR=/tmp", "LANG=C.UTF-8")
                .withLabels(labels)
                // A daemon that stops need not wait for init, which takes no SIGTERM.
                .withStopSignal("SIGKILL")
                .withTty(false)
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true);
    }

    /** Gives a waiting container these limits. */
    UpdateContainerCmd adapt(UpdateContainerCmd update) {
        return update.withMemory(memoryBytes)
                .withMemorySwap(memoryBytes)
                .withCpuPeriod(CPU_PERIOD_MICROS)
                .withCpuQuota(cpuQuota())
                .withPidsLimit(pidsLimit());
    }

    /**
     * The owner is named because Docker's runc gives the mount the mode that the image's own /tmp has, where it has one;
     * Podman does not, and knows no such option.
     */
    private String scratchSpace(Daemon.About daemon) {
        String[] ids = user.split(":");
        String owner = daemon.podman() ? "" : ",uid=" + ids[0] + ",gid=" + ids[1];
        return "rw,exec,nosuid,nodev,mode=1777" + owner + ",size=" + memoryBytes;
    }

    private static List<Ulimit> fileLimits(Daemon.About daemon) {
        List<Ulimit> limits = new ArrayList<>(List.of(new Ulimit("nofile", 1024L, 1024L), new Ulimit("core", 0L, 0L)));
        if (daemon.podman()) {
            // It would set its own highest otherwise, for which it may lack the right; the pids limit is what holds.
            limits.add(new Ulimit("nproc", 32768L, 32768L));
        }
        return limits;
    }

    private long cpuQuota() {
        return cpuPercent * CPU_PERIOD_MICROS / 100;
    }

    private List<String> securityOptions(Daemon.About daemon) {
        List<String> options = new ArrayList<>(List.of("no-new-privileges"));
        if (!daemon.podman()) {
            // Podman takes the name of a file on its own machine instead, and keeps its default without one.
            options.add("seccomp=" + SeccompProfile.json(network));
        }
        return options;
    }
}

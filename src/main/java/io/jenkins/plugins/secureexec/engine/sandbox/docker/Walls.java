package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.Isolation;
import java.util.ArrayList;
import java.util.List;

/** Tells what holds the program in a container. */
final class Walls {
    private Walls() {}

    static Isolation of(ContainerSpec spec, Daemon.About daemon) {
        List<String> namespaces = new ArrayList<>(List.of("mount", "pid", "ipc", "uts", "network"));
        if (spec.network()) {
            // Its own too, but with a way out.
            namespaces.remove("network");
        }
        if (daemon.limits().equals("cgroup-v2")) {
            namespaces.add("cgroup");
        }
        return new Isolation(
                namespaces,
                daemon.limits(),
                seccomp(spec, daemon),
                spec.runtime().orElse(daemon.podman() ? "podman" : "docker"),
                spec.hidesTasks() ? List.of("max_processes") : List.of());
    }

    /** gVisor answers a snippet's system calls itself, without our filter, and has one of its own towards the host. */
    private static String seccomp(ContainerSpec spec, Daemon.About daemon) {
        if (spec.hidesTasks()) {
            return "gvisor";
        }
        return daemon.podman() ? "default" : "secure-exec";
    }
}

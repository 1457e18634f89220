package io.jenkins.plugins.secureexec.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.List;

/**
 * What held an execution.
 *
 * @param namespaces the kernel namespaces of its own
 * @param limits who enforced memory, CPU and tasks: {@code cgroup-v2}, {@code cgroup-v1} or {@code sampling}
 * @param seccomp which system-call filter was on; null for none
 * @param runtime the program that built the sandbox
 * @param notEnforced the limits that nothing enforced, in snake_case
 */
public record Isolation(
        List<String> namespaces,
        @CheckForNull String limits,
        @CheckForNull String seccomp,
        @CheckForNull String runtime,
        List<String> notEnforced)
        implements Serializable {

    /** Of something that did not run. */
    public static final Isolation NONE = new Isolation(List.of(), null, null, null, List.of());

    public Isolation {
        namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
        notEnforced = notEnforced == null ? List.of() : List.copyOf(notEnforced);
    }
}

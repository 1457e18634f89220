package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Puts what the kernel or bubblewrap said into words that name the way out and no path of the host. */
final class Diagnosis {
    private Diagnosis() {}

    static String of(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left on device")) {
            return "the agent's disk is full; make room on it.";
        }
        if (e instanceof AccessDeniedException || message.contains("Permission denied")) {
            return "the agent may not write where it keeps its files; give its user a writable temporary directory.";
        }
        if (message.contains("Read-only file system")) {
            return "the agent's temporary directory is read-only; give it a writable one.";
        }
        return "an input or output error on the agent; its log has the details.";
    }

    /** Of what bubblewrap printed before it gave up. */
    static String ofBubblewrap(String errors) {
        String text = errors.toLowerCase(Locale.ROOT);
        if (text.contains("no permissions to creat")
                || text.contains("setting up uid map")
                || text.contains("user namespace")) {
            return "this agent's kernel does not let it create user namespaces; allow them (sysctl "
                    + "kernel.unprivileged_userns_clone=1, user.max_user_namespaces=10000, or on Ubuntu an AppArmor "
                    + "profile for bwrap: sysctl kernel.apparmor_restrict_unprivileged_userns=0), or use environment "
                    + "docker.";
        }
        if (text.contains("unknown option")) {
            return "the agent's bubblewrap is too old; version 0.8 or later is needed.";
        }
        if (text.contains("no space left on device")) {
            return "the agent's disk is full; make room on it.";
        }
        if (text.contains("resource temporarily unavailable") || text.contains("cannot fork")) {
            return "the agent has no processes left to start.";
        }
        if (text.contains("workspace")) {
            return "the workspace cannot be mounted; is it reachable for the agent's sandbox user?";
        }
        return "bubblewrap did not start; the agent's log has the details.";
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.language.Language;
import io.jenkins.plugins.secureexec.engine.sandbox.Check;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at this machine the way the native sandbox does; the namespaces are tried, not guessed. */
record NativeChecks(Host host, NativeSandbox sandbox) {
    private static final Language NONE = new Language(
            "sh",
            List.of(),
            "",
            "",
            null,
            null,
            List.of(),
            List.of(),
            List.of("true"),
            1,
            List.of("sh"),
            List.of(),
            List.of(),
            Map.of());

    List<Check> all() throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        checks.add(bubblewrap());
        checks.add(seccomp());
        if (checks.stream().allMatch(Check::works)) {
            checks.add(namespaces());
            checks.add(controlGroups());
        }
        return checks;
    }

    private Check bubblewrap() {
        try {
            return Check.passed(
                    "bubblewrap", host.require("bwrap", "bubblewrap").toString());
        } catch (SandboxException e) {
            return Check.failed("bubblewrap", "missing", e.getMessage());
        }
    }

    private Check seccomp() {
        try {
            int filterBytes = SeccompPolicy.read().compile(host.osArch(), false).length;
            return Check.passed("seccomp", "a filter of " + filterBytes / 8 + " instructions for " + host.osArch());
        } catch (SandboxException e) {
            return Check.failed("seccomp", "no filter for " + host.osArch(), e.getMessage());
        }
    }

    private Check namespaces() throws InterruptedException {
        String name = "user namespaces";
        try (OutputCapture output = new OutputCapture(1024, OutputListener.NONE)) {
            sandbox.run(
                    new Stage(
                            "check",
                            NONE,
                            "",
                            List.of("true"),
                            "check",
                            new byte[0],
                            new byte[0],
                            Map.of(),
                            LimitPresets.defaults(),
                            1,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()),
                    output);
            return Check.passed(name, "allowed");
        } catch (SandboxException e) {
            return Check.failed(name, "refused", e.getMessage());
        }
    }

    private Check controlGroups() {
        String name = "control groups";
        try {
            String kind = sandbox.limitsKind();
            return kind.equals("sampling")
                    ? Check.failed(
                            name,
                            "not writable: limits are held by sampling, CPU is not limited",
                            "Run the agent in a systemd service with Delegate=yes (or as root) for limits that the "
                                    + "kernel holds.")
                    : Check.passed(name, kind + ", writable");
        } catch (SandboxException e) {
            return Check.failed(name, "not usable", e.getMessage());
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.sandbox.Check;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;

/** Looks at what the Docker sandbox needs. */
final class DockerChecks {
    private DockerChecks() {}

    static List<Check> of(Daemon daemon, DockerConfiguration configuration)
            throws SandboxException, InterruptedException {
        Daemon.About about = daemon.about();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.passed("Docker daemon", about.name() + " at " + daemon.address()));
        checks.add(Check.passed("Limits", about.limits()));
        String runtime = configuration.runtime();
        if (runtime != null) {
            checks.add(
                    about.runtimes().contains(runtime)
                            ? Check.passed("Runtime", runtime)
                            : Check.failed(
                                    "Runtime",
                                    runtime + " is unknown to the daemon, which has "
                                            + String.join(", ", about.runtimes()),
                                    "Install it and name it in the daemon's configuration (runtimes)"));
        }
        return checks;
    }
}

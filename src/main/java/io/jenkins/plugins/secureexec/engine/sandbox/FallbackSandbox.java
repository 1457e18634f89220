package io.jenkins.plugins.secureexec.engine.sandbox;

import io.jenkins.plugins.secureexec.engine.Isolation;
import io.jenkins.plugins.secureexec.engine.language.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a stage elsewhere where the first choice is not there, for an administrator who would rather have that than an
 * error. The log of the build and the result say so.
 */
public final class FallbackSandbox implements Sandbox {
    private static final Logger LOGGER = Logger.getLogger(FallbackSandbox.class.getName());

    private final Sandbox first;
    private final Sandbox second;

    /** Makes one of two; only the first is closed with it. */
    public FallbackSandbox(Sandbox first, Sandbox second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public StageResult run(Stage stage, OutputCapture output) throws SandboxException, InterruptedException {
        if (first.isAvailable()) {
            return first.run(stage, output);
        }
        String notice = "The sandbox that was asked for is not there; running in the native one, as the administrator allows";
        LOGGER.log(Level.WARNING, "{0} (execution {1})", new Object[] {notice, stage.executionId()});
        output.progress(notice);
        StageResult result = second.run(stage, output);
        Isolation held = result.isolation();
        return new StageResult(
                result.breach(),
                result.exitCode(),
                result.measurement(),
                new Isolation(
                        held.namespaces(),
                        held.limits(),
                        held.seccomp(),
                        held.runtime() + " (fallback)",
                        held.notEnforced()));
    }

    @Override
    public boolean isAvailable() {
        return first.isAvailable() || second.isAvailable();
    }

    @Override
    public boolean provides(Language language) {
        return first.isAvailable() ? first.provides(language) : second.provides(language);
    }

    @Override
    public List<Check> checks() throws InterruptedException {
        List<Check> checks = new ArrayList<>(first.checks());
        if (!first.isAvailable()) {
            checks.addAll(second.checks());
        }
        return checks;
    }

    @Override
    public void close() {
        first.close();
    }
}

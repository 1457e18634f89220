package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.Isolation;
import io.jenkins.plugins.secureexec.engine.language.Language;
import io.jenkins.plugins.secureexec.engine.sandbox.Check;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.Sandbox;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import io.jenkins.plugins.secureexec.engine.sandbox.StageResult;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs stages in containers of a Docker daemon, which is looked for when the first stage comes. */
public final class DockerSandbox implements Sandbox {
    private static final Logger LOGGER = Logger.getLogger(DockerSandbox.class.getName());

    private final DockerConfiguration configuration;
    private Session session;

    /** Makes a sandbox; it must be closed. */
    public DockerSandbox(DockerConfiguration configuration) {
        this.configuration = configuration;
    }

    /** A ping, not a version of some client. */
    @Override
    public boolean isAvailable() {
        try {
            return session().daemon().answers();
        } catch (SandboxException e) {
            LOGGER.log(Level.FINE, "No Docker daemon", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the image is there, or may be pulled. */
    @Override
    public boolean provides(Language language) {
        try {
            return isAvailable()
                    && (configuration.pull() != PullPolicy.NEVER
                            || session().images().isPresent(ImageName.of(language.image())));
        } catch (SandboxException e) {
            LOGGER.log(Level.FINE, "No image for " + language.name(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public List<Check> checks() throws InterruptedException {
        try {
            return DockerChecks.of(session().daemon(), configuration);
        } catch (SandboxException e) {
            return List.of(Check.failed("Docker daemon", "not to be reached", e.getMessage()));
        }
    }

    @Override
    public StageResult run(Stage stage, OutputCapture output) throws SandboxException, InterruptedException {
        try {
            return run(session(), stage, output);
        } catch (SandboxException e) {
            if (e.getCause() != null) {
                LOGGER.log(Level.WARNING, "The Docker sandbox failed for execution " + stage.executionId(), e);
            }
            throw e;
        }
    }

    private StageResult run(Session current, Stage stage, OutputCapture output)
            throws SandboxException, InterruptedException {
        ImageRequest image = ImageRequest.of(stage, output);
        String imageToStart = current.images().refresh(image);
        Container container;
        try (Workspace workspace = Workspace.of(stage, current.daemon())) {
            ContainerSpec spec = ContainerSpec.of(
                    imageToStart,
                    stage.runtime().or(() -> Optional.ofNullable(configuration.runtime())),
                    stage.gpus().or(() -> Optional.ofNullable(configuration.gpus())),
                    workspace.user(),
                    workspace.source(),
                    stage.limits(),
                    stage.maxTasks());
            container = current.containers().take(spec, stage.executionId(), image);
        }
        try {
            ContainerRun.Outcome outcome =
                    new ContainerRun(stage, output, container, current.daemon().timeoutNanos()).await();
            return new StageResult(
                    outcome.breach(), outcome.exitCode(), outcome.measurement(), isolation(current, container.spec()));
        } catch (InterruptedException e) {
            container.remove();
            throw e;
        } finally {
            current.containers().giveBack(container);
        }
    }

    private static Isolation isolation(Session current, ContainerSpec spec)
            throws SandboxException, InterruptedException {
        return Walls.of(spec, current.daemon().about());
    }

    private synchronized Session session() throws SandboxException {
        if (session == null) {
            session = Session.open(configuration);
        }
        return session;
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}

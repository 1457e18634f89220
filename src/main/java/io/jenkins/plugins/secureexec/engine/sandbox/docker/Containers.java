package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Hands out a fresh container for every stage, a waiting one if there is one, and sees to it that all are removed. */
final class Containers implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Containers.class.getName());
    private static final long FAREWELL_SECONDS = 20;

    private final Daemon daemon;
    private final Images images;
    private final Labels labels;
    private final Set<String> living = ConcurrentHashMap.newKeySet();
    private final ExecutorService removals = Threads.cached("secure-exec docker removal");
    private final WarmPool pool;
    private final Leftovers leftovers;

    Containers(Daemon daemon, Images images, Labels labels, DockerConfiguration configuration) {
        this.daemon = daemon;
        this.images = images;
        this.labels = labels;
        this.pool = new WarmPool(
                configuration.poolSize(),
                TimeUnit.SECONDS.toNanos(configuration.poolIdleSeconds()),
                spec -> start(spec, Labels.NONE_YET),
                this::discard);
        this.leftovers = new Leftovers(daemon, labels, living::contains);
    }

    /** A container that waits for a stage and has served nobody. */
    Container take(ContainerSpec spec, String executionId, ImageRequest image)
            throws SandboxException, InterruptedException {
        leftovers.watch();
        Optional<Container> warm = pool.take(spec);
        if (warm.isPresent()) {
            return warm.get();
        }
        try {
            return start(spec, executionId);
        } catch (SandboxException e) {
            if (!DaemonFault.isNoImage(e)) {
                throw e;
            }
            images.fetch(image);
            return start(spec, executionId);
        }
    }

    /** Takes a used container back: it is removed while the build goes on, and another made ready. */
    void giveBack(Container container) {
        discard(container);
        pool.wanted(container.spec());
    }

    private Container start(ContainerSpec spec, String executionId) throws SandboxException, InterruptedException {
        Container[] created = new Container[1];
        try {
            return Container.start(daemon, spec, labels.of(executionId), container -> {
                living.add(container.id());
                created[0] = container;
            });
        } catch (SandboxException | InterruptedException e) {
            if (created[0] != null) {
                discard(created[0]);
            }
            throw e;
        }
    }

    private void discard(Container container) {
        removals.execute(() -> {
            try {
                container.remove();
            } catch (SandboxException e) {
                LOGGER.log(
                        Level.WARNING, "Container " + container.id() + " was not removed; it will be tried again", e);
            } finally {
                // From now on a leftover, if it is still there.
                living.remove(container.id());
            }
        });
    }

    @Override
    public void close() {
        leftovers.close();
        pool.close();
        removals.shutdown();
        try {
            if (!removals.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.warning("The Docker daemon does not remove containers in time; the next sandbox will try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Removes containers that nobody will: those of this agent's former JVMs, and those of ours that an execution lost, as
 * when the daemon did not answer. Looks for them at the first use and every minute, so also when a daemon or an agent is
 * back. All that bear other labels are none of our business.
 */
final class Leftovers implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Leftovers.class.getName());
    private static final long PERIOD_SECONDS = 60;
    /** Since its creation, for one of ours to come onto the list of the living. */
    private static final long BIRTH_SECONDS = 120;

    private final Daemon daemon;
    private final Labels labels;
    private final Predicate<String> living;
    private ScheduledExecutorService sweeper;

    Leftovers(Daemon daemon, Labels labels, Predicate<String> living) {
        this.daemon = daemon;
        this.labels = labels;
        this.living = living;
    }

    /** From the first call on. */
    synchronized void watch() {
        if (sweeper == null) {
            sweeper = Threads.scheduled("secure-exec docker leftovers");
            sweeper.scheduleWithFixedDelay(this::sweep, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void sweep() {
        try {
            var ours = daemon.call(() -> daemon.client()
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(labels.filter())
                    .exec());
            for (var container : ours) {
                String owner = container.getLabels().getOrDefault(Labels.OWNER, "");
                if (isLeftover(owner, container.getId(), container.getCreated())) {
                    LOGGER.log(Level.INFO, "Removing container {0}, which {1} left behind", new Object[] {
                        container.getId(), owner
                    });
                    daemon.removeContainer(container.getId());
                }
            }
        } catch (SandboxException e) {
            LOGGER.log(Level.FINE, "Leftovers cannot be looked for; it will be tried again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isLeftover(String owner, String id, long createdSeconds) {
        if (!owner.equals(labels.owner())) {
            return Labels.isOrphaned(owner);
        }
        return !living.test(id) && Instant.now().getEpochSecond() - createdSeconds > BIRTH_SECONDS;
    }

    @Override
    public synchronized void close() {
        if (sweeper != null) {
            sweeper.shutdownNow();
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.docker.ContainerSpec.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps started containers waiting, of the kinds that were used lately. Each serves one stage: what is taken never comes
 * back.
 */
final class WarmPool implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(WarmPool.class.getName());

    private final int size;
    private final long idleNanos;
    private final Starter starter;
    private final Consumer<Container> discard;
    private final Map<Kind, Shelf> shelves = new HashMap<>();
    private final ScheduledExecutorService keeper = Threads.scheduled("secure-exec docker pool");
    private boolean closed;

    /** Starts a container for the pool. */
    interface Starter {
        Container start(ContainerSpec spec) throws SandboxException, InterruptedException;
    }

    private static final class Shelf {
        private final Deque<Container> waiting = new ArrayDeque<>();
        private ContainerSpec wanted;
        private long lastUse;
    }

    /**
     * Makes an empty pool.
     *
     * @param size containers of one kind at the most; 0 for none
     * @param idleNanos after the last use of a kind, for how long its containers are kept
     */
    WarmPool(int size, long idleNanos, Starter starter, Consumer<Container> discard) {
        this.size = size;
        this.idleNanos = idleNanos;
        this.starter = starter;
        this.discard = discard;
        long look = Math.max(1, Math.min(idleNanos / 2, TimeUnit.SECONDS.toNanos(10)));
        keeper.scheduleWithFixedDelay(this::dropIdle, look, look, TimeUnit.NANOSECONDS);
    }

    /** A waiting container with these limits, if there is one. */
    Optional<Container> take(ContainerSpec wanted) throws InterruptedException {
        Optional<Kind> kind = wanted.kind();
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        for (Container next = poll(kind.get()); next != null; next = poll(kind.get())) {
            if (isReady(next, wanted)) {
                return Optional.of(next);
            }
            discard.accept(next);
        }
        return Optional.empty();
    }

    /** One that died with its daemon, or was removed from outside, is no reason to fail: the next one, or a cold one, does. */
    private static boolean isReady(Container container, ContainerSpec wanted) throws InterruptedException {
        if (!container.isThere()) {
            return false;
        }
        try {
            container.adapt(wanted);
            return true;
        } catch (SandboxException e) {
            LOGGER.log(Level.FINE, "A waiting container cannot be used", e);
            return false;
        }
    }

    /** Remembers what was just used, and makes ready for the next. */
    synchronized void wanted(ContainerSpec spec) {
        if (closed || size == 0 || spec.kind().isEmpty()) {
            return;
        }
        Shelf shelf = shelves.computeIfAbsent(spec.kind().get(), kind -> new Shelf());
        shelf.wanted = spec;
        shelf.lastUse = System.nanoTime();
        keeper.execute(() -> fill(spec.kind().get()));
    }

    /** Of the keeper's one thread, so no kind is filled twice at once. */
    private void fill(Kind kind) {
        for (ContainerSpec spec = missing(kind); spec != null; spec = missing(kind)) {
            Container container;
            try {
                container = starter.start(spec);
            } catch (SandboxException e) {
                LOGGER.log(Level.FINE, "No container was made ready; the next use tries again", e);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (!put(kind, container)) {
                discard.accept(container);
            }
        }
    }

    @CheckForNull
    private synchronized ContainerSpec missing(Kind kind) {
        Shelf shelf = shelves.get(kind);
        return closed || shelf == null || shelf.waiting.size() >= size ? null : shelf.wanted;
    }

    private synchronized boolean put(Kind kind, Container container) {
        Shelf shelf = shelves.get(kind);
        if (closed || shelf == null) {
            return false;
        }
        shelf.waiting.add(container);
        return true;
    }

    @CheckForNull
    private synchronized Container poll(Kind kind) {
        Shelf shelf = shelves.get(kind);
        return shelf == null ? null : shelf.waiting.poll();
    }

    private synchronized void dropIdle() {
        long now = System.nanoTime();
        for (Iterator<Shelf> all = shelves.values().iterator(); all.hasNext(); ) {
            Shelf shelf = all.next();
            if (now - shelf.lastUse > idleNanos) {
                shelf.waiting.forEach(discard);
                all.remove();
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            shelves.values().forEach(shelf -> shelf.waiting.forEach(discard));
            shelves.clear();
        }
        keeper.shutdown();
        boolean interrupted = false;
        try {
            // A container that is just being started is discarded when it is there.
            keeper.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        keeper.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

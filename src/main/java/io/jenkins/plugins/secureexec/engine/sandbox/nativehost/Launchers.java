package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps a few launchers waiting, each for one stage. They are started by one thread that stays: bubblewrap dies with the
 * thread, not only the process, that is its parent (PR_SET_PDEATHSIG in prctl(2)).
 */
final class Launchers implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Launchers.class.getName());
    private static final int WAITING = 2;

    private final Host host;
    private final Path bwrap;
    private final TaskGroups groups;
    private final AtomicLong counter = new AtomicLong();
    private final Deque<Launcher> waiting = new ArrayDeque<>();
    private final ExecutorService parent = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "secure-exec launchers");
        thread.setDaemon(true);
        return thread;
    });

    Launchers(Host host, Path bwrap, TaskGroups groups) {
        this.host = host;
        this.bwrap = bwrap;
        this.groups = groups;
    }

    /** One that waits already, or else one that is started by the calling thread, which must then stay with it. */
    Launcher take() throws IOException {
        Launcher ready = next();
        while (ready != null && !ready.process().isAlive()) {
            ready.close();
            ready = next();
        }
        try {
            parent.execute(this::refill);
        } catch (RejectedExecutionException e) {
            throw new IOException("the sandbox is closed", e);
        }
        return ready != null ? ready : start();
    }

    /** One that is started by the calling thread in any case. */
    Launcher start() throws IOException {
        return Launcher.start(host, bwrap, groups, "run-" + counter.incrementAndGet());
    }

    @CheckForNull
    private Launcher next() {
        synchronized (waiting) {
            return waiting.poll();
        }
    }

    private void refill() {
        try {
            while (!isFull()) {
                Launcher launcher = start();
                synchronized (waiting) {
                    waiting.add(launcher);
                }
            }
        } catch (IOException e) {
            // Whoever comes next starts one of their own, and gets the error if there still is one.
            LOGGER.log(Level.FINE, "No launcher could be started ahead of time", e);
        }
    }

    private boolean isFull() {
        synchronized (waiting) {
            return waiting.size() >= WAITING;
        }
    }

    @Override
    public void close() {
        parent.shutdown();
        try {
            if (!parent.awaitTermination(10, TimeUnit.SECONDS)) {
                LOGGER.log(Level.WARNING, "A launcher is still being started");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (waiting) {
            for (Launcher launcher : waiting) {
                try {
                    launcher.close();
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "A launcher left its group behind; the watchdog tries again", e);
                }
            }
            waiting.clear();
        }
    }
}

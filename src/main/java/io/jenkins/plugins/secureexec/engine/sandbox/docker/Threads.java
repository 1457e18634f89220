package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Threads with a name, which keep no JVM alive; whoever asked for them ends them. */
final class Threads {
    private Threads() {}

    static ExecutorService cached(String name) {
        return Executors.newCachedThreadPool(named(name));
    }

    static ScheduledExecutorService scheduled(String name) {
        return Executors.newScheduledThreadPool(1, named(name));
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A pull under way; it lasts as long as the daemon tells something new. */
final class Pull implements ResultCallback<PullResponseItem> {
    private static final Logger LOGGER = Logger.getLogger(Pull.class.getName());

    private final PullProgress progress;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lastNews = System.nanoTime();

    @CheckForNull
    private volatile Throwable failure;

    @CheckForNull
    private volatile Closeable connection;

    Pull(PullProgress progress) {
        this.progress = progress;
    }

    /** Waits for the end; false where nothing was heard for so long. */
    boolean await(long silenceNanos) throws InterruptedException {
        try {
            long left = silenceNanos;
            while (left > 0) {
                if (ended.await(left, TimeUnit.NANOSECONDS)) {
                    return true;
                }
                left = lastNews + silenceNanos - System.nanoTime();
            }
            return false;
        } finally {
            close();
        }
    }

    /** Why the daemon's answer broke off, or what it was instead of a pull. */
    @CheckForNull
    Throwable failure() {
        return failure;
    }

    @Override
    public void onStart(Closeable closeable) {
        connection = closeable;
    }

    @Override
    public void onNext(PullResponseItem item) {
        lastNews = System.nanoTime();
        progress.add(item);
    }

    @Override
    public void onError(Throwable throwable) {
        failure = throwable;
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }

    /** A daemon whose caller has gone pulls no further. */
    @Override
    public void close() {
        Closeable open = connection;
        if (open == null || ended.getCount() == 0) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The connection of a pull was not closed in order", e);
        }
    }
}

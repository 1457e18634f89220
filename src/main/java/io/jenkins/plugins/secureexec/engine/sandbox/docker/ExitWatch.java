package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.WaitResponse;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hears from the daemon that a container has ended. That it hears nothing to the end tells that the daemon itself was
 * lost, which the container's state does not tell when the daemon is back.
 */
final class ExitWatch implements ResultCallback<WaitResponse> {
    private final CountDownLatch ended = new CountDownLatch(1);

    @CheckForNull
    private Closeable connection;

    @CheckForNull
    private Integer exitCode;

    /** Waits for the container's end, or the daemon's. */
    boolean await(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Empty where the daemon was lost. */
    synchronized OptionalInt exitCode() {
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    @Override
    public synchronized void onStart(Closeable closeable) {
        connection = closeable;
    }

    @Override
    public synchronized void onNext(WaitResponse response) {
        exitCode = response.getStatusCode();
    }

    @Override
    public void onError(Throwable throwable) {
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }

    @Override
    public void close() throws IOException {
        Closeable open;
        synchronized (this) {
            open = connection;
            connection = null;
        }
        if (open != null && ended.getCount() > 0) {
            open.close();
        }
    }
}

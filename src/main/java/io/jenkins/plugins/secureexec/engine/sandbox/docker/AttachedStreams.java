package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.OutputListener.Stream;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The streams of a container's first process. Its stdout up to the start line is its own; from there on both are the
 * program's, stdout up to the end marker.
 */
final class AttachedStreams implements ResultCallback<Frame> {
    private static final byte[] START = "secure-exec: start\n".getBytes(StandardCharsets.US_ASCII);

    private final Feed stdin = new Feed();
    private final CountDownLatch attached = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ByteArrayOutputStream announcement = new ByteArrayOutputStream();

    @CheckForNull
    private Closeable connection;

    @CheckForNull
    private OutputCapture output;

    @CheckForNull
    private MarkedStream stdout;

    @CheckForNull
    private Throwable failure;

    private boolean started;

    Feed stdin() {
        return stdin;
    }

    synchronized void begin(OutputCapture capture, String endMarker) {
        output = capture;
        stdout = new MarkedStream(endMarker, (bytes, length) -> capture.accept(Stream.STDOUT, bytes, length));
    }

    /** Whether the program was begun. */
    synchronized boolean started() {
        return started;
    }

    /** Whether the container's first process said that the program has ended. */
    synchronized boolean endMarked() {
        return stdout != null && stdout.ended();
    }

    /** Why there is no stream, if that is why it ended. */
    @CheckForNull
    synchronized Throwable failure() {
        return failure;
    }

    /** Waits for the daemon to give us the streams. */
    boolean awaitAttached(long nanos) throws InterruptedException {
        return attached.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits until the program has ended; what it printed to stderr may still be under way. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits until nothing more comes from the daemon. */
    boolean awaitClosed(long nanos) throws InterruptedException {
        return closed.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Whether nothing more comes from the daemon. */
    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public synchronized void onStart(Closeable closeable) {
        connection = closeable;
        attached.countDown();
    }

    /** The frame's bytes are docker-java's again when this returns. */
    @Override
    public synchronized void onNext(Frame frame) {
        byte[] bytes = frame.getPayload();
        if (stdout == null || output == null) {
            return;
        }
        if (frame.getStreamType() == StreamType.STDERR) {
            // The program's alone, even where it overtakes the start line in the other stream.
            output.accept(Stream.STDERR, bytes, bytes.length);
        } else if (started) {
            stdout.accept(bytes, 0);
        } else {
            announcement.writeBytes(bytes);
            byte[] printed = announcement.toByteArray();
            started = printed.length >= START.length && Arrays.equals(printed, 0, START.length, START, 0, START.length);
            if (started) {
                stdout.accept(printed, START.length);
            }
        }
        if (stdout.ended()) {
            ended.countDown();
        }
    }

    @Override
    public void onError(Throwable throwable) {
        synchronized (this) {
            failure = throwable;
        }
        onComplete();
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            if (stdout != null) {
                stdout.flush();
            }
        }
        attached.countDown();
        ended.countDown();
        closed.countDown();
        stdin.close();
    }

    @Override
    public void close() throws IOException {
        stdin.close();
        Closeable open;
        synchronized (this) {
            open = connection;
            connection = null;
        }
        if (open != null && !isClosed()) {
            open.close();
        }
    }
}

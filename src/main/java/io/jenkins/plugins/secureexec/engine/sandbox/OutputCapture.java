package io.jenkins.plugins.secureexec.engine.sandbox;

import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.OutputListener.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what a stage prints, up to a cap for both streams together, and hands it on to a listener from a thread of its
 * own: the cap bounds the queue, so a slow listener costs memory up to the cap and never the program's time.
 */
public final class OutputCapture implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(OutputCapture.class.getName());
    private static final Chunk END = new Chunk(null, new byte[0]);

    private final Map<Stream, ByteArrayOutputStream> captured = new EnumMap<>(Stream.class);
    private final BlockingQueue<Chunk> queue = new LinkedBlockingQueue<>();
    private final Thread feeder;
    private final OutputListener listener;
    private long room;
    private boolean overflowed;

    /** Captures up to {@code cap} bytes and tells the listener of each. */
    public OutputCapture(long cap, OutputListener listener) {
        this.room = cap;
        this.listener = listener;
        for (Stream stream : Stream.values()) {
            captured.put(stream, new ByteArrayOutputStream());
        }
        if (listener == OutputListener.NONE) {
            feeder = null;
        } else {
            feeder = new Thread(this::feed, "secure-exec output");
            feeder.setDaemon(true);
            feeder.start();
        }
    }

    /**
     * Takes the next bytes of a stream as far as there is room.
     *
     * @return whether there was room for all of them
     */
    public synchronized boolean accept(Stream stream, byte[] buffer, int length) {
        int taken = (int) Math.min(room, length);
        room -= taken;
        overflowed |= taken < length;
        if (taken > 0) {
            captured.get(stream).write(buffer, 0, taken);
            if (feeder != null) {
                queue.add(new Chunk(stream, Arrays.copyOf(buffer, taken)));
            }
        }
        return taken == length;
    }

    /** Hands a line about the work itself to the listener, in order with the output. */
    public void progress(String line) {
        if (feeder != null) {
            queue.add(new Chunk(null, line.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    /** Whether something did not fit. */
    public synchronized boolean overflowed() {
        return overflowed;
    }

    /** What a stream held, byte for byte. */
    public synchronized byte[] bytes(Stream stream) {
        return captured.get(stream).toByteArray();
    }

    /** Waits until the listener has had everything. */
    @Override
    public void close() {
        if (feeder == null) {
            return;
        }
        queue.add(END);
        boolean interrupted = false;
        while (feeder.isAlive()) {
            try {
                feeder.join();
            } catch (InterruptedException e) {
                interrupted = true;
                feeder.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed() {
        try {
            for (Chunk chunk = queue.take(); chunk != END; chunk = queue.take()) {
                if (chunk.stream == null) {
                    listener.progress(new String(chunk.bytes, java.nio.charset.StandardCharsets.UTF_8));
                } else {
                    listener.output(chunk.stream, chunk.bytes);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The listener of an execution's output failed; it gets no more of it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Chunk(Stream stream, byte[] bytes) {}
}

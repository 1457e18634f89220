package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What goes into a container's stdin, piece by piece; docker-java's own thread reads it and waits for the next. */
final class Feed extends InputStream {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private byte[] piece = new byte[0];
    private int position;

    void send(byte[] bytes) {
        if (bytes.length > 0) {
            pieces.add(bytes);
        }
    }

    @Override
    public int read() throws InterruptedIOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws InterruptedIOException {
        if (position == piece.length && piece != END) {
            try {
                piece = pieces.take();
                position = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        if (piece == END) {
            return -1;
        }
        int taken = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, buffer, offset, taken);
        position += taken;
        return taken;
    }

    @Override
    public void close() {
        pieces.add(END);
    }
}

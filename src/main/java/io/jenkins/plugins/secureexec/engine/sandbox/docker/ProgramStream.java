package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.OutputListener.Stream;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One stream of a program up to the end marker, which arrives in pieces of any length. Only the container's first process
 * knows the marker; a program that finds it out is believed to have ended, and its container is removed.
 */
final class ProgramStream {
    private final Stream stream;
    private final OutputCapture output;
    private final byte[] marker;
    private byte[] held = new byte[0];
    private boolean ended;

    ProgramStream(Stream stream, OutputCapture output, String marker) {
        this.stream = stream;
        this.output = output;
        this.marker = marker.getBytes(StandardCharsets.US_ASCII);
    }

    /** Passes on what is certain not to be the marker. */
    void accept(byte[] bytes, int offset) {
        if (ended) {
            return;
        }
        byte[] all = Arrays.copyOf(held, held.length + bytes.length - offset);
        System.arraycopy(bytes, offset, all, held.length, bytes.length - offset);
        int certain = 0;
        while (certain < all.length && !couldBeMarkerAt(all, certain)) {
            certain++;
        }
        if (certain > 0) {
            output.accept(stream, all, certain);
        }
        held = Arrays.copyOfRange(all, certain, all.length);
        ended = held.length >= marker.length;
    }

    boolean ended() {
        return ended;
    }

    /** There will be no marker: what was held back is the program's. */
    void flush() {
        if (!ended && held.length > 0) {
            output.accept(stream, held, held.length);
            held = new byte[0];
        }
    }

    private boolean couldBeMarkerAt(byte[] all, int from) {
        int length = Math.min(marker.length, all.length - from);
        return Arrays.equals(all, from, from + length, marker, 0, length);
    }
}

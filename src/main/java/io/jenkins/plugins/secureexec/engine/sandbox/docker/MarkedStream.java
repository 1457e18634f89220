package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A program's output up to the end marker, which arrives in pieces of any length. Only the container's first process
 * knows the marker; a program that finds it out is believed to have ended, and is killed soon after.
 */
final class MarkedStream {
    private final byte[] marker;
    private final Sink sink;
    private byte[] held = new byte[0];
    private boolean ended;

    /** Takes what is certain not to be the marker. */
    interface Sink {
        void accept(byte[] bytes, int length);
    }

    MarkedStream(String marker, Sink sink) {
        this.marker = marker.getBytes(StandardCharsets.US_ASCII);
        this.sink = sink;
    }

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
        sink.accept(all, certain);
        held = Arrays.copyOfRange(all, certain, all.length);
        ended = held.length >= marker.length;
    }

    boolean ended() {
        return ended;
    }

    /** There will be no marker: what was held back is the program's. */
    void flush() {
        if (!ended) {
            sink.accept(held, held.length);
            held = new byte[0];
        }
    }

    private boolean couldBeMarkerAt(byte[] all, int from) {
        int length = Math.min(marker.length, all.length - from);
        return Arrays.equals(all, from, from + length, marker, 0, length);
    }
}

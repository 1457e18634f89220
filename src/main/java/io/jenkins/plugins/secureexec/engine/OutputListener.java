package io.jenkins.plugins.secureexec.engine;

import java.io.IOException;

/** Gets what a snippet prints while it runs, byte for byte, from one thread at a time. */
public interface OutputListener {
    /** For a caller that is content with what the result holds. */
    OutputListener NONE = (stream, bytes) -> {};

    /** The two streams of a program. */
    enum Stream {
        STDOUT,
        STDERR
    }

    /** Takes the next bytes of a stream; it may be slow without holding the snippet up. */
    void output(Stream stream, byte[] bytes) throws IOException;

    /** Takes a line about the work itself, such as the progress of an image that is being pulled. */
    default void progress(String line) throws IOException {}
}

package io.jenkins.plugins.secureexec.agent;

import io.jenkins.plugins.secureexec.engine.TextCleaner;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * Writes what comes from an agent into the build log, in whole lines of clean text. It cleans on the controller, for a
 * console note that got into a log would be trusted by Jenkins, and an agent must not be able to put one there.
 */
final class CleanLines extends OutputStream {
    private final PrintStream log;
    private final TextCleaner cleaner = new TextCleaner();
    private final StringBuilder line = new StringBuilder();
    private long room;
    private boolean ended;

    /** Writes up to {@code cap} bytes to {@code log}. */
    CleanLines(PrintStream log, long cap) {
        this.log = log;
        this.room = cap;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int taken = (int) Math.min(room, length);
        if (taken == 0) {
            return;
        }
        room -= taken;
        line.append(cleaner.next(Arrays.copyOfRange(bytes, offset, offset + taken)));
        int end = line.lastIndexOf("\n") + 1;
        if (end > 0) {
            log.print(line.substring(0, end));
            log.flush();
            line.delete(0, end);
        }
    }

    /** Ends a last line that the program did not end; nothing is taken after that. */
    synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        room = 0;
        line.append(cleaner.end());
        if (!line.isEmpty()) {
            log.println(line);
            line.setLength(0);
        }
    }
}

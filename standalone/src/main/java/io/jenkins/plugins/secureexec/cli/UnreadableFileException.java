package io.jenkins.plugins.secureexec.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** A file that a user named cannot be read; the command ends like others do then, with EX_NOINPUT of sysexits.h. */
final class UnreadableFileException extends Exception {
    static final int EXIT = 66;

    private static final long serialVersionUID = 1L;

    UnreadableFileException(String file, IOException cause) {
        super(file + (cause instanceof NoSuchFileException ? ": no such file" : ": cannot be read"), cause);
    }
}

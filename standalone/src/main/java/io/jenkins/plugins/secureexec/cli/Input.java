package io.jenkins.plugins.secureexec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what a user named on the command line; {@code -} is stdin. */
final class Input {
    private Input() {}

    static byte[] read(String file) throws UnreadableFileException {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UnreadableFileException(file, e);
        }
    }
}

package io.jenkins.plugins.secureexec.agent;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens a file in a workspace by a path that is known to hold no link, and goes down it without following any: a program
 * that has the workspace may be putting one there at this moment.
 */
final class WorkspacePath {
    private WorkspacePath() {}

    static SeekableByteChannel open(Path directory, Path relative, OpenOption... how) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(how));
        options.add(LinkOption.NOFOLLOW_LINKS);
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                return open(secure, relative, options);
            }
        }
        return Files.newByteChannel(directory.resolve(relative), options);
    }

    private static SeekableByteChannel open(
            SecureDirectoryStream<Path> directory, Path relative, Set<OpenOption> options) throws IOException {
        Path first = relative.getName(0);
        if (relative.getNameCount() == 1) {
            return directory.newByteChannel(first, options);
        }
        try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
            return open(next, relative.subpath(1, relative.getNameCount()), options);
        }
    }
}

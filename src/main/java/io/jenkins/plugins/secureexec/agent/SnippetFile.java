package io.jenkins.plugins.secureexec.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import jenkins.MasterToSlaveFileCallable;

/** A snippet in a file of the workspace. */
public final class SnippetFile {
    private SnippetFile() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is missing, outside the workspace or too long, in words
     */
    public static byte[] read(FilePath workspace, String file, int maxSize) throws IOException, InterruptedException {
        Content content = workspace.act(new Read(file, maxSize));
        if (content.refusal != null) {
            throw new IllegalArgumentException("file '" + file + "' " + content.refusal);
        }
        return content.bytes;
    }

    private static final class Read extends MasterToSlaveFileCallable<Content> {
        private static final long serialVersionUID = 1L;

        private final String file;
        private final int maxSize;

        Read(String file, int maxSize) {
            this.file = file;
            this.maxSize = maxSize;
        }

        @Override
        public Content invoke(File workspace, VirtualChannel channel) throws IOException {
            try {
                Path root = workspace.toPath().toRealPath();
                Path real = root.resolve(file).toRealPath();
                if (!real.startsWith(root)) {
                    return Content.refused("is outside the workspace; give the path of a file in it");
                }
                if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                    return Content.refused("is not a regular file");
                }
                try (InputStream in = open(root, root.relativize(real))) {
                    byte[] bytes = in.readNBytes(maxSize + 1);
                    return bytes.length > maxSize
                            ? Content.refused("is longer than max_code_size of " + maxSize + " bytes")
                            : new Content(bytes, null);
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                return Content.refused("is not in the workspace; check the path, and that it is checked out or unstashed");
            } catch (InvalidPathException e) {
                return Content.refused("is not a path: " + e.getReason());
            }
        }

        /**
         * Opens a path that is known to hold no link, and goes down it without following any: a program that has the
         * workspace may be putting one there at this moment.
         */
        private static InputStream open(Path directory, Path relative) throws IOException {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                if (stream instanceof SecureDirectoryStream<Path> secure) {
                    return open(secure, relative);
                }
            }
            return Files.newInputStream(directory.resolve(relative), LinkOption.NOFOLLOW_LINKS);
        }

        private static InputStream open(SecureDirectoryStream<Path> directory, Path relative) throws IOException {
            Path first = relative.getName(0);
            if (relative.getNameCount() == 1) {
                SeekableByteChannel bytes = directory.newByteChannel(
                        first, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                return Channels.newInputStream(bytes);
            }
            try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
                return open(next, relative.subpath(1, relative.getNameCount()));
            }
        }
    }

    /** Either what the file holds or why it is not read. */
    private record Content(@CheckForNull byte[] bytes, @CheckForNull String refusal) implements Serializable {
        static Content refused(String why) {
            return new Content(null, why);
        }
    }
}

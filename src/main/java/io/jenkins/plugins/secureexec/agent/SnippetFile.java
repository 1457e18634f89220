package io.jenkins.plugins.secureexec.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
                try (InputStream in = Channels.newInputStream(
                        WorkspacePath.open(root, root.relativize(real), StandardOpenOption.READ))) {
                    byte[] bytes = in.readNBytes(maxSize + 1);
                    return bytes.length > maxSize
                            ? Content.refused("is longer than max_code_size of " + maxSize + " bytes")
                            : new Content(bytes, null);
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                return Content.refused(
                        "is not in the workspace; check the path, and that it is checked out or unstashed");
            } catch (InvalidPathException e) {
                return Content.refused("is not a path: " + e.getReason());
            }
        }
    }

    /** Either what the file holds or why it is not read. */
    private record Content(
            @CheckForNull byte[] bytes, @CheckForNull String refusal) implements Serializable {
        static Content refused(String why) {
            return new Content(null, why);
        }
    }
}

package io.jenkins.plugins.secureexec.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A report in the workspace. Neither its path nor a link on the way leads out of it. */
final class ReportFile {
    private ReportFile() {}

    /**
     * Writes it over what was there, and makes the directories above it.
     *
     * @throws IllegalArgumentException of a path that cannot be, in words
     */
    static void write(Path workspace, String file, byte[] content) throws IOException {
        Path root = workspace.toRealPath();
        Path target = place(root, file);
        try (OutputStream out = Channels.newOutputStream(WorkspacePath.open(
                root,
                root.relativize(target),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE))) {
            out.write(content);
        }
    }

    private static Path place(Path root, String file) throws IOException {
        Path target;
        try {
            target = root.resolve(file).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
        if (target.equals(root) || !target.startsWith(root)) {
            throw new IllegalArgumentException("is outside the workspace; give the path of a file in it");
        }
        Path real = directory(root, root.relativize(target.getParent())).resolve(target.getFileName());
        if (Files.exists(real, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("is there already and is not a regular file");
        }
        return real;
    }

    private static Path directory(Path root, Path relative) throws IOException {
        Path directory = root;
        for (Path name : relative) {
            Path next = directory.resolve(name.toString());
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(next);
            }
            directory = next.toRealPath();
            if (!directory.startsWith(root)) {
                throw new IllegalArgumentException("is outside the workspace, where a link in it leads");
            }
            if (!Files.isDirectory(directory)) {
                throw new IllegalArgumentException("leads through a file");
            }
        }
        return directory;
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The files through which one stage's launch goes; launch.sh opens them, the snippet never sees them. */
record RunDirectory(Path path) implements AutoCloseable {
    static RunDirectory create(Path path) throws IOException {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new RunDirectory(path);
    }

    void write(List<String> command, byte[] arguments, byte[] filter, byte[] code) throws IOException {
        Files.writeString(path.resolve("command"), "set -- " + quoted(command) + "\n");
        Files.write(path.resolve("arguments"), arguments);
        Files.write(path.resolve("filter"), filter);
        Files.write(path.resolve("code"), code);
    }

    private static String quoted(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** What the launch and bubblewrap complained about. */
    String errors() throws IOException {
        Path errors = path.resolve("errors");
        return Files.exists(errors) ? Files.readString(errors, StandardCharsets.ISO_8859_1) : "";
    }

    /** What the command ended with; empty where it was not reached, or killed together with bubblewrap. */
    OptionalInt exitCode() throws IOException {
        Path status = path.resolve("status");
        if (!Files.exists(status)) {
            return OptionalInt.empty();
        }
        return BubblewrapStatus.exitCode(Files.readString(status));
    }

    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }
}

package io.jenkins.plugins.secureexec.engine.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Executions in a file, one JSON line each, in the order in which they ended. Several threads and several processes may
 * append to the same file.
 */
public final class ExecutionLog {
    private static final Logger LOGGER = Logger.getLogger(ExecutionLog.class.getName());

    private final Path file;

    /** The log in this file, which need not be there yet. */
    public ExecutionLog(Path file) {
        this.file = file;
    }

    /**
     * Adds an execution, and the file and its directory where they are missing. A thread that is interrupted, as that of
     * a build that was stopped is, does so too, and stays interrupted.
     */
    public void append(ExecutionResult result) throws IOException {
        byte[] line = (EngineMapper.JSON.writeValueAsString(result) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(file.toAbsolutePath().getParent());
        // A channel closes itself when an interrupted thread uses it.
        boolean interrupted = Thread.interrupted();
        try {
            append(line);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void append(byte[] line) throws IOException {
        // A lock is held by the JVM as a whole, so its own threads must not ask for a second one.
        synchronized (ExecutionLog.class) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    FileLock lock = channel.lock()) {
                for (ByteBuffer rest = ByteBuffer.wrap(line); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            }
        }
    }

    /**
     * Reads the executions one by one; the stream must be closed. A line that is no execution, such as the torn last
     * one of a full disk, is left out and logged.
     */
    public Stream<ExecutionResult> read() throws IOException {
        BufferedReader reader;
        try {
            reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return Stream.empty();
        }
        return reader.lines().flatMap(line -> parse(line).stream()).onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Optional<ExecutionResult> parse(String line) {
        try {
            return Optional.of(EngineMapper.JSON.readValue(line, ExecutionResult.class));
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.WARNING, "A line of " + file + " is not an execution", e);
            return Optional.empty();
        }
    }
}

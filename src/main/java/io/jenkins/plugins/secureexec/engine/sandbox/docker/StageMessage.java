package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A stage as serve.sh takes it from its stdin: a line of shell assignments, the file's bytes, the bytes of stdin. */
final class StageMessage {
    /** What the first process of a container runs. */
    static final String SERVE = read();

    private StageMessage() {}

    static byte[] of(Stage stage, String endMarker) {
        StringBuilder line = new StringBuilder();
        line.append("end=").append(endMarker).append("; ");
        line.append(value("file", stage.fileName()));
        line.append("; file_bytes=").append(stage.file().length);
        line.append("; stdin_bytes=").append(stage.stdin().length);
        line.append("; ").append(value("setup", stage.setup().isEmpty() ? ":" : stage.setup()));
        // Blocks of 512 bytes, as POSIX has it.
        line.append("; file_size_blocks=").append((long) stage.limits().maxFileSizeMb() << 11);
        line.append("; environment=").append(quote(exports(stage)));
        line.append("; set --");
        for (String word : stage.command()) {
            line.append("; ").append(value("v", word)).append("; set -- \"$@\" \"$v\"");
        }
        line.append('\n');
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(line.toString().getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(stage.file());
        message.writeBytes(stage.stdin());
        return message.toByteArray();
    }

    private static String exports(Stage stage) {
        Map<String, String> variables = new TreeMap<>(stage.language().env());
        variables.putAll(stage.env());
        StringBuilder exports = new StringBuilder(":");
        variables.forEach((name, value) -> exports.append("; ")
                .append(value(name, value))
                .append("; export ")
                .append(name));
        return exports.toString();
    }

    /**
     * An assignment in ASCII and without a line break: {@code read} takes one line, and dash uses some bytes above 0x7F
     * for itself. The dot keeps the line breaks at the end, which a command substitution drops.
     */
    private static String value(String name, String value) {
        if (value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return name + "=" + quote(value);
        }
        StringBuilder octal = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            octal.append(String.format("\\%03o", b & 0xFF));
        }
        return name + "=$(printf '" + octal + ".'); " + name + "=${" + name + "%.}";
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String read() {
        try (InputStream in = StageMessage.class.getResourceAsStream("serve.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("serve.sh in the jar cannot be read", e);
        }
    }
}

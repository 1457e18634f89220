package io.jenkins.plugins.secureexec.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CleanLinesTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(log, true, StandardCharsets.UTF_8);

    @Test
    void a_line_is_written_when_it_is_whole() {
        CleanLines lines = new CleanLines(stream, 100);
        write(lines, "one\ntw");
        assertThat(written()).isEqualTo("one\n");
        write(lines, "o\n");
        assertThat(written()).isEqualTo("one\ntwo\n");
    }

    @Test
    void a_last_line_without_an_end_gets_one() {
        CleanLines lines = new CleanLines(stream, 100);
        write(lines, "no end");
        lines.end();
        assertThat(written()).isEqualTo("no end\n");
    }

    @Test
    void a_console_note_that_comes_in_pieces_is_left_out() {
        CleanLines lines = new CleanLines(stream, 1000);
        for (String piece : "a\u001b[8mha:////secret\u001b[0mb\n".split("")) {
            write(lines, piece);
        }
        assertThat(written()).isEqualTo("ab\n");
    }

    @Test
    void an_agent_cannot_fill_the_log() {
        CleanLines lines = new CleanLines(stream, 5);
        write(lines, "1234567890\n");
        lines.end();
        write(lines, "more\n");
        lines.end();
        assertThat(written()).isEqualTo("12345\n");
    }

    private static void write(CleanLines lines, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        lines.write(bytes, 0, bytes.length);
    }

    private String written() {
        return log.toString(StandardCharsets.UTF_8);
    }
}

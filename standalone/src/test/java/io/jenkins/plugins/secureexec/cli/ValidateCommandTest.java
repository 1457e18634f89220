package io.jenkins.plugins.secureexec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private Path safe;
    private Path unsafe;

    @BeforeEach
    void write() throws Exception {
        safe = Files.writeString(directory.resolve("safe.py"), "print(1)\n");
        unsafe = Files.writeString(directory.resolve("unsafe.js"), "\nrequire('child_process')\n");
        Files.writeString(directory.resolve("notes.txt"), "no code");
    }

    private int run(String input, Object... arguments) {
        CommandLine commandLine = new CommandLine(
                new ValidateCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
        commandLine.setOut(new PrintWriter(out));
        return commandLine.execute(List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
    }

    @Test
    void safe_files_exit_0_and_print_nothing() {
        assertThat(run("", safe)).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_refused_file_exits_126_with_a_line_as_compilers_print() {
        assertThat(run("", safe, unsafe)).isEqualTo(126);
        assertThat(out.toString()).startsWith(unsafe + ":2:1: critical javascript.process.child-process ");
    }

    @Test
    void a_file_that_is_not_there_exits_66_and_the_others_are_still_judged() throws Exception {
        assertThat(run("", "--json", directory.resolve("missing.py"), unsafe)).isEqualTo(66);

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(json(lines.get(0)).path("status").asText()).isEqualTo("failure");
        assertThat(json(lines.get(0)).path("message").asText()).isNotBlank();
        assertThat(json(lines.get(1)).path("is_safe").asBoolean()).isFalse();
    }

    @Test
    void a_directory_is_searched_for_languages_that_are_known() {
        assertThat(run("", "--json", directory)).isEqualTo(126);
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void a_line_of_json_says_what_was_found() throws Exception {
        run("", "--json", unsafe);

        JsonNode verdict = json(out.toString());
        assertThat(verdict.fieldNames()).toIterable().containsExactly(
                "file", "status", "is_safe", "risk", "violations", "language", "strict_mode");
        assertThat(verdict.path("risk").asText()).isEqualTo("critical");
        assertThat(verdict.path("violations").get(0).fieldNames()).toIterable().containsExactly(
                "rule", "category", "severity", "cwe", "line", "column", "message");
    }

    @Test
    void standard_input_needs_a_language() {
        assertThat(run("eval(1)", "-")).isEqualTo(66);
        assertThat(run("eval(1)", "-l", "python", "-")).isEqualTo(126);
        assertThat(run("x = 1", "-l", "python", "-")).isZero();
    }

    @Test
    void granted_access_and_lenient_mode_pass_what_they_are_for() {
        assertThat(run("import sys\nsys.flags", "-l", "python", "--lenient", "-")).isZero();
        assertThat(run("import socket", "-l", "python", "--network-access", "-")).isZero();
        assertThat(run("open('x')", "-l", "python", "--file-system-access", "-")).isZero();
    }

    @Test
    void sarif_names_the_rule_the_weakness_and_the_place() throws Exception {
        assertThat(run("", "--sarif", safe, unsafe)).isEqualTo(126);

        JsonNode run = json(out.toString()).path("runs").get(0);
        JsonNode rule = run.path("tool").path("driver").path("rules").get(0);
        JsonNode result = run.path("results").get(0);
        assertThat(rule.path("id").asText()).isEqualTo("javascript.process.child-process");
        assertThat(rule.path("help").path("text").asText()).isNotBlank();
        assertThat(result.path("ruleIndex").asInt()).isZero();
        assertThat(result.path("locations").get(0).path("physicalLocation").path("region").path("startLine").asInt())
                .isEqualTo(2);
        assertThat(run.path("taxonomies").get(0).path("taxa").get(0).path("id").asText()).isEqualTo("78");
    }

    @Test
    void two_formats_at_once_are_a_mistake_of_usage() {
        CommandLine quiet = new CommandLine(new ValidateCommand()).setErr(new PrintWriter(new StringWriter()));

        assertThat(quiet.execute("--json", "--sarif", safe.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}

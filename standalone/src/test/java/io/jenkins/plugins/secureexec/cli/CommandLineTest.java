package io.jenkins.plugins.secureexec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line as a user calls it: a process of its own with exit code, stdout and stderr. */
class CommandLineTest {
    @TempDir
    Path directory;

    @Test
    void a_program_s_output_passes_through_untouched() throws Exception {
        Answer answer = run(file("a.sh", "printf '\\033[31m\\377'; echo warn >&2"));
        assertThat(answer.stdout).isEqualTo(new byte[] {27, '[', '3', '1', 'm', (byte) 0xff});
        assertThat(answer.stderr).isEqualTo("warn\n");
        assertThat(answer.exit).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "a.sh, exit 7, 7",
        "a.sh, kill -TERM $$, 143",
        "a.c, int main(void) { return nothing; }, 65",
        "b.sh, sleep 30, 124",
        "b.py, x = [b'x' * (1 << 30)], 137"
    })
    void the_exit_code_tells_how_it_went(String name, String code, int exit) throws Exception {
        Answer answer = run("--max-execution-time", "1", "--max-memory-mb", "64", file(name, code));
        assertThat(answer.exit).isEqualTo(exit);
        assertThat(answer.stderr.lines().filter(line -> line.startsWith("secure-exec: ")))
                .hasSize(1);
    }

    @Test
    void a_refused_snippet_is_told_by_file_line_and_column_and_is_in_the_history() throws Exception {
        String snippet = file("evil.py", "x = 1\neval('x')\n");
        Answer answer = start("", List.of("run", snippet));
        assertThat(answer.exit).isEqualTo(126);
        assertThat(answer.stderr).startsWith(snippet + ":2:1: ").contains("secure-exec: rejected: ");
        assertThat(json("stats", "--json").at("/statistics/statuses/rejected").intValue())
                .isEqualTo(1);
    }

    @Test
    void a_missing_tool_is_the_sandbox_s_fault() throws Exception {
        String config = file("config.yaml", "languages: {bash: {programs: [missing-tool]}}");
        Answer answer = run("--config", config, file("a.sh", "echo x"));
        assertThat(answer.exit).isEqualTo(125);
        assertThat(answer.stderr).contains("missing-tool");
    }

    @Test
    void a_snippet_that_is_too_large_is_refused() throws Exception {
        Answer answer = run("--config", file("config.yaml", "max_code_size: 10"), file("a.sh", "echo 0123456789"));
        assertThat(answer.exit).isEqualTo(126);
        assertThat(answer.stderr).contains("max_code_size of 10");
    }

    @Test
    void a_file_that_is_not_there_is_said_so() throws Exception {
        Answer answer = run(directory.resolve("missing.py").toString());
        assertThat(answer.exit).isEqualTo(66);
        assertThat(answer.stderr).contains("missing.py: no such file");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
        "--max-memory-mb, many, maxMemoryMb 'many' is not a whole number of MB",
        "--max-memory-mb, -1, maxMemoryMb -1 is outside 1 to 2147483647",
        "--preset, huge, preset 'huge' is unknown",
        "-e, moon, environment 'moon' is unknown",
        "-l, cobol, language 'cobol' is unknown",
        "--env, 1X=2, '1X' is not a variable's name"
            })
    void a_bad_parameter_fails_at_once_in_words(String option, String value, String sentence) throws Exception {
        Answer answer = run(option + (option.startsWith("--") ? "=" : "") + value, file("a.sh", "echo ran"));
        assertThat(answer.stderr).contains(sentence);
        assertThat(answer.exit).isEqualTo(2);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void a_broken_configuration_is_named_by_entry_and_key() throws Exception {
        String config = file("config.yaml", "languages: {python: {head_room: many}}");
        Answer answer = run("--config", config, file("a.sh", "echo ran"));
        assertThat(answer.exit).isEqualTo(2);
        assertThat(answer.stderr).contains("language 'python', key head_room");
    }

    @Test
    void a_rule_that_does_not_exist_is_an_error_of_the_configuration() throws Exception {
        String config = file("config.yaml", "validation: {disabled_rules: [bash.process.shel]}");
        Answer answer = run("--config", config, file("a.sh", "echo ran"));
        assertThat(answer.exit).isEqualTo(2);
        assertThat(answer.stdout).isEmpty();
        assertThat(answer.stderr).contains(config + ": validation: disabled_rules: 'bash.process.shel' is no rule; did you mean");
    }

    @Test
    void stdin_arguments_and_variables_reach_the_program() throws Exception {
        Answer answer = start(
                "typed",
                List.of("run", "--validation", "off", "--stdin", "-", "--env", "NAME=value", file("a.sh", "cat; echo \" $1 $NAME\""), "--", "-x"));
        assertThat(answer.text()).isEqualTo("typed -x value\n");
    }

    @Test
    void the_snippet_itself_may_come_from_stdin() throws Exception {
        assertThat(start("print(6 * 7)", List.of("run", "-l", "python", "-")).text()).isEqualTo("42\n");
    }

    @Test
    void a_directory_is_mounted_when_it_is_granted() throws Exception {
        Files.writeString(directory.resolve("data.txt"), "data");
        Answer answer = run(
                "--file-system-access", directory.toString(), file("a.sh", "cat /workspace/data.txt"));
        assertThat(answer.text()).isEqualTo("data");
    }

    @Test
    void json_holds_every_key_of_an_execution() throws Exception {
        JsonNode json = json("run", "--json", file("a.py", "print('x')"));
        assertThat(json.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "execution_id", "timestamp", "status", "message", "error", "exit_code", "stdout", "stderr",
                        "language", "environment", "code_sha256", "resource_limits", "security_violations", "risk",
                        "execution_time", "compile_time", "cpu_time", "cpu_percent", "memory_used_mb",
                        "processes_used", "throttled_time", "samples", "isolation");
        assertThat(json.get("timestamp").textValue()).endsWith("Z");
        assertThat(json.at("/resource_limits/max_memory_mb").intValue()).isEqualTo(512);
        assertThat(json.at("/stdout").textValue()).isEqualTo("x\n");
    }

    @Test
    void languages_lists_all_nine() throws Exception {
        JsonNode json = json("languages", "--json");
        assertThat(json.get("total_languages").intValue()).isEqualTo(9);
        assertThat(json.at("/supported_languages/python/extension").textValue()).isEqualTo(".py");
        assertThat(json.at("/supported_languages/python/docker_image").textValue())
                .isEqualTo("python:3.11-alpine");
        assertThat(json.at("/supported_languages/python/available/native").booleanValue()).isTrue();
        assertThat(json.get("docker_available").isBoolean()).isTrue();
    }

    @Test
    void limits_shows_the_presets() throws Exception {
        JsonNode json = json("limits", "--json");
        assertThat(json.at("/default_limits/max_execution_time").intValue()).isEqualTo(30);
        assertThat(json.at("/recommended_limits/development/network_access").booleanValue()).isTrue();
        assertThat(json.at("/recommended_limits/testing/max_memory_mb").intValue()).isEqualTo(256);
    }

    @Test
    void stats_counts_what_was_run() throws Exception {
        run(file("a.sh", "exit 0"));
        run(file("a.sh", "exit 1"));
        JsonNode json = json("stats", "--history", "--json");
        assertThat(json.at("/statistics/total_executions").intValue()).isEqualTo(2);
        assertThat(json.at("/statistics/success_rate").doubleValue()).isEqualTo(0.5);
        assertThat(json.at("/statistics/execution_history")).hasSize(2);
        assertThat(json.get("timestamp").textValue()).endsWith("Z");
        assertThat(json("stats", "--json").at("/statistics/execution_history").isMissingNode())
                .isTrue();
    }

    @Test
    void doctor_says_what_works() throws Exception {
        JsonNode json = json("doctor", "--json");
        assertThat(json.get("checks")).hasSizeGreaterThan(9).allSatisfy(check -> {
            assertThat(check.get("name").textValue()).isNotEmpty();
            assertThat(check.get("works").booleanValue() || check.get("remedy").isTextual())
                    .isTrue();
        });
    }

    private Answer run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("run", "--validation", "off"));
        command.addAll(List.of(arguments));
        return start("", command);
    }

    private JsonNode json(String... arguments) throws Exception {
        Answer answer = start("", List.of(arguments));
        assertThat(answer.exit).as(answer.stderr).isZero();
        return EngineMapper.JSON.readTree(answer.stdout);
    }

    private Answer start(String stdin, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Path stderr = directory.resolve("stderr");
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        Process process = builder.redirectError(stderr.toFile()).start();
        process.getOutputStream().write(stdin.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        try (InputStream in = process.getInputStream()) {
            in.transferTo(stdout);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), stdout.toByteArray(), Files.readString(stderr));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private record Answer(int exit, byte[] stdout, String stderr) {
        String text() {
            return new String(stdout, StandardCharsets.UTF_8);
        }
    }
}

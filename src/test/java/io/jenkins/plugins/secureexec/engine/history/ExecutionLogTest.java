package io.jenkins.plugins.secureexec.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Isolation;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.ResourceUsage;
import io.jenkins.plugins.secureexec.engine.Severity;
import io.jenkins.plugins.secureexec.engine.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutionLogTest {
    @TempDir
    Path directory;

    private Path file;
    private ExecutionLog log;

    @BeforeEach
    void openLog() {
        file = directory.resolve("state/executions.jsonl");
        log = new ExecutionLog(file);
    }

    @Test
    void a_log_that_is_not_there_yet_holds_nothing() throws IOException {
        assertThat(all()).isEmpty();
    }

    @Test
    void an_execution_comes_back_as_it_went_in() throws IOException {
        ExecutionResult written = result("one\ntwo \u2603", ExecutionStatus.REJECTED);
        log.append(written);
        assertThat(all()).containsExactly(written);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void the_execution_of_a_build_that_was_stopped_is_not_lost() throws IOException {
        ExecutionResult stopped = result("", ExecutionStatus.ABORTED);
        Thread.currentThread().interrupt();
        log.append(stopped);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(all()).containsExactly(stopped);
    }

    @Test
    void a_torn_line_costs_no_other_execution() throws IOException {
        log.append(result("before", ExecutionStatus.SUCCESS));
        Files.writeString(file, "{\"execution_id\": \"torn\n", StandardOpenOption.APPEND);
        log.append(result("after", ExecutionStatus.SUCCESS));
        assertThat(all()).extracting(ExecutionResult::stdout).containsExactly("before", "after");
    }

    @Test
    void threads_that_append_at_once_lose_nothing() throws IOException {
        IntStream.range(0, 200).parallel().forEach(i -> {
            try {
                log.append(result("x".repeat(i * 50), ExecutionStatus.SUCCESS));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(all()).hasSize(200);
    }

    @Test
    void statistics_count_what_ran_and_what_did_not() {
        ExecutionStatistics.Counter counter = new ExecutionStatistics.Counter();
        counter.add(result("", ExecutionStatus.SUCCESS));
        counter.add(result("", ExecutionStatus.FAILURE));
        assertThat(counter.statistics().successRate()).isEqualTo(0.5);
        assertThat(counter.statistics().statuses()).containsEntry("failure", 1L);
        assertThat(counter.statistics().averageExecutionTime()).isEqualTo(0.25);
        assertThat(new ExecutionStatistics.Counter().statistics().successRate()).isNull();
    }

    private List<ExecutionResult> all() throws IOException {
        try (Stream<ExecutionResult> results = log.read()) {
            return results.toList();
        }
    }

    private static ExecutionResult result(String stdout, ExecutionStatus status) {
        return new ExecutionResult(
                "id",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                status,
                "A sentence.",
                null,
                3,
                stdout,
                "",
                "python",
                Environment.NATIVE,
                "00",
                LimitPresets.defaults(),
                List.of(new Violation("python.process.os-system", "process", Severity.HIGH, "CWE-78", 1, 2, "No.")),
                Severity.HIGH,
                new ResourceUsage(
                        0.25, null, 0.1, 40.0, 12.5, 2, 0.0, List.of(new ResourceUsage.Sample(0.1, 12.5, null))),
                new Isolation(List.of("user"), "cgroup-v2", "secure-exec", "bubblewrap", List.of()));
    }
}

package io.jenkins.plugins.secureexec.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeExecutorTest {
    private static CodeExecutor executor;

    @BeforeAll
    static void open() {
        executor = CodeExecutor.open(EngineConfiguration.defaults());
    }

    @AfterAll
    static void close() {
        executor.close();
    }

    @Test
    void a_result_tells_what_ran_and_what_it_used() {
        ExecutionResult result = execute("bash", "echo out; echo err >&2; exit 4");
        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILURE);
        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.message()).isEqualTo("Ended with exit code 4.");
        assertThat(result.error()).isEqualTo(result.message());
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.codeSha256()).hasSize(64);
        assertThat(result.executionId()).isNotEmpty();
        assertThat(result.usage().memoryUsedMb()).isBetween(0.1, 512.0);
        assertThat(result.usage().processesUsed()).isBetween(1, 3);
        assertThat(result.usage().cpuPercent()).isBetween(0.0, 200.0);
    }

    @Test
    void a_spinning_program_is_sampled_while_it_runs_and_held_to_its_share_of_a_core() {
        ExecutionResult result = executor.execute(
                request("python", "while True: pass")
                        .limits(LimitPresets.defaults()
                                .with(Limit.MAX_EXECUTION_TIME, 2)
                                .with(Limit.MAX_CPU_PERCENT, 20))
                        .build(),
                OutputListener.NONE);
        assertThat(result.status()).isEqualTo(ExecutionStatus.TIME_LIMIT);
        assertThat(result.message()).contains("maxExecutionTime of 2 s");
        assertThat(result.usage().samples()).hasSizeBetween(5, 120);
        if (!result.isolation().notEnforced().contains("max_cpu_percent")) {
            assertThat(result.usage().cpuPercent()).isLessThan(40.0);
            assertThat(result.usage().throttledTime()).isPositive();
        }
    }

    @Test
    void output_reaches_the_listener_while_the_program_runs() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        AtomicReference<ExecutionResult> result = new AtomicReference<>();
        Thread thread = new Thread(() -> result.set(executor.execute(
                request("bash", "echo first; read -t 20 nothing <> <(:); sleep 20")
                        .build(),
                (stream, bytes) -> first.countDown())));
        thread.start();
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(result.get()).as("it still runs").isNull();
        thread.interrupt();
        thread.join();
        assertThat(result.get().status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    @Test
    void an_interrupted_execution_is_aborted_and_leaves_its_thread_interrupted() throws Exception {
        AtomicReference<ExecutionResult> result = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        CountDownLatch running = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            result.set(executor.execute(
                    request("bash", "echo x; sleep 1000").build(), (stream, bytes) -> running.countDown()));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        thread.join(5000);
        assertThat(result.get().status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void an_execution_that_waits_its_turn_can_be_interrupted_and_leaves_the_queue() throws Exception {
        try (CodeExecutor one = CodeExecutor.open(configuration("max_concurrent_executions: 1"))) {
            CountDownLatch running = new CountDownLatch(1);
            Thread first = new Thread(() ->
                    one.execute(request("bash", "echo x; sleep 1000").build(), (stream, bytes) -> running.countDown()));
            first.start();
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            AtomicReference<ExecutionResult> waiting = new AtomicReference<>();
            Thread second = new Thread(
                    () -> waiting.set(one.execute(request("bash", "echo never").build(), OutputListener.NONE)));
            second.start();
            await().until(() -> second.getState() == Thread.State.WAITING);
            second.interrupt();
            second.join(5000);
            assertThat(waiting.get().status()).isEqualTo(ExecutionStatus.ABORTED);
            first.interrupt();
            first.join(5000);
            assertThat(one.execute(request("bash", "echo next").build(), OutputListener.NONE)
                            .stdout())
                    .isEqualTo("next\n");
        }
    }

    @Test
    void two_hundred_requests_from_fifty_threads_all_end_with_their_own_output() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<ExecutionResult>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String number = Integer.toString(i);
                results.add(threads.submit(() -> executor.execute(
                        request("bash", "echo $1; echo $1 >&2")
                                .args(List.of(number))
                                .build(),
                        OutputListener.NONE)));
            }
            for (int i = 0; i < 200; i++) {
                ExecutionResult result = results.get(i).get();
                assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SUCCESS);
                assertThat(result.stdout()).isEqualTo(i + "\n");
                assertThat(result.stderr()).isEqualTo(i + "\n");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_slow_listener_neither_stalls_the_limit_nor_loses_output() {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        CountDownLatch slow = new CountDownLatch(1);
        ExecutionResult result = executor.execute(
                request("bash", "for i in 1 2 3 4 5 6 7 8 9; do echo $i; done; sleep 1000")
                        .limits(LimitPresets.defaults().with(Limit.MAX_EXECUTION_TIME, 1))
                        .build(),
                (stream, bytes) -> {
                    try {
                        slow.await(2, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    heard.writeBytes(bytes);
                });
        assertThat(result.status()).isEqualTo(ExecutionStatus.TIME_LIMIT);
        assertThat(result.usage().executionTime()).isLessThan(1.9);
        assertThat(heard.toString(StandardCharsets.UTF_8))
                .isEqualTo(result.stdout())
                .contains("9");
    }

    @Test
    void a_broken_listener_does_not_break_the_execution() {
        ExecutionResult result =
                executor.execute(request("bash", "echo on; echo and on").build(), (stream, bytes) -> {
                    throw new IOException("the log is closed");
                });
        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCESS);
        assertThat(result.stdout()).isEqualTo("on\nand on\n");
    }

    @Test
    void a_snippet_that_the_validator_refuses_never_reaches_a_sandbox(@TempDir Path directory) throws IOException {
        Path workspace = Files.createDirectory(directory.resolve("workspace"));
        String code = "import subprocess\nsubprocess.run(['touch', '/workspace/ran'])\n";
        ExecutionRequest.Builder request = ExecutionRequest.of("python", code)
                .limits(LimitPresets.defaults().withAccess(false, true))
                .workspace(workspace);
        ExecutionResult refused =
                executor.execute(request.validation(ValidationMode.STRICT).build(), OutputListener.NONE);
        assertThat(refused.status()).isEqualTo(ExecutionStatus.REJECTED);
        assertThat(refused.securityViolations())
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation.message()).isNotEmpty());
        assertThat(refused.risk()).isNotNull();
        assertThat(refused.usage()).isEqualTo(ResourceUsage.NONE);
        assertThat(workspace.resolve("ran")).doesNotExist();
        ExecutionResult ran =
                executor.execute(request.validation(ValidationMode.OFF).build(), OutputListener.NONE);
        assertThat(ran.status()).as(ran.toString()).isEqualTo(ExecutionStatus.SUCCESS);
        assertThat(workspace.resolve("ran")).exists();
        assertThat(ran.risk()).isNull();
    }

    @Test
    void a_language_that_the_validator_does_not_know_is_not_run_unread() throws IOException {
        try (CodeExecutor other = CodeExecutor.open(configuration("languages: {awk: {name: AWK, extensions: [awk], "
                + "image: none, file: main.awk, run: [awk, -f, main.awk], head_room: 1, programs: [awk]}}"))) {
            ExecutionRequest.Builder request = ExecutionRequest.of("awk", "BEGIN { print 42 }");
            ExecutionResult refused =
                    other.execute(request.validation(ValidationMode.STRICT).build(), OutputListener.NONE);
            assertThat(refused.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
            assertThat(refused.message()).contains("awk");
            assertThat(other.execute(request.validation(ValidationMode.OFF).build(), OutputListener.NONE)
                            .stdout())
                    .isEqualTo("42\n");
        }
    }

    @Test
    void an_unknown_language_is_rejected_by_name() {
        ExecutionResult result = execute("cobol", "DISPLAY 'x'.");
        assertThat(result.status()).isEqualTo(ExecutionStatus.REJECTED);
        assertThat(result.message()).contains("'cobol'").contains("python");
    }

    @Test
    void a_snippet_above_the_size_limit_is_rejected_with_both_numbers() {
        ExecutionResult result = execute("python", "#".repeat(50_001));
        assertThat(result.status()).isEqualTo(ExecutionStatus.REJECTED);
        assertThat(result.message()).contains("50001").contains("50000");
    }

    @Test
    void a_language_whose_tools_are_missing_says_what_to_install() throws IOException {
        try (CodeExecutor other = CodeExecutor.open(configuration(
                "languages: {python: {programs: [python-of-the-future], debian_packages: [python-future]}}"))) {
            ExecutionResult result = other.execute(request("python", "print(1)").build(), OutputListener.NONE);
            assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
            assertThat(result.message()).contains("python-of-the-future").contains("apt-get install python-future");
        }
    }

    @Test
    void the_workspace_is_there_when_it_was_granted_and_its_files_belong_to_the_agent(@TempDir Path directory)
            throws IOException {
        Path workspace = Files.createDirectory(directory.resolve("workspace"));
        Files.writeString(workspace.resolve("input.txt"), "from the job");
        Path outside = Files.writeString(directory.resolve("outside.txt"), "not for the snippet");
        Files.createSymbolicLink(workspace.resolve("link"), outside);
        ExecutionResult result = executor.execute(
                request("bash", "cd /workspace && cat input.txt && mkdir made && echo made >made/output.txt; cat link")
                        .limits(LimitPresets.defaults().withAccess(false, true))
                        .workspace(workspace)
                        .build(),
                OutputListener.NONE);
        assertThat(result.stdout()).as(result.toString()).isEqualTo("from the job");
        assertThat(result.stderr()).contains("link: No such file");
        Path made = workspace.resolve("made/output.txt");
        assertThat(made).hasContent("made\n");
        assertThat(Files.getOwner(made)).isEqualTo(Files.getOwner(outside));
        assertThat(Files.getOwner(made.getParent())).isEqualTo(Files.getOwner(outside));
    }

    @Test
    void the_greatest_arguments_arrive_and_greater_ones_are_refused_in_words() {
        List<String> args = List.of("x".repeat(100_000), "y".repeat(100_000), "z".repeat(100_000));
        ExecutionResult result = executor.execute(
                request("bash", "echo ${#1} ${#2} ${#3}").args(args).build(), OutputListener.NONE);
        assertThat(result.stdout()).as(result.message()).isEqualTo("100000 100000 100000\n");
        assertThatThrownBy(() ->
                        request("bash", "").args(List.of("x".repeat(100_001))).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100001")
                .hasMessageContaining("100000")
                .hasMessageContaining("stdin");
        assertThatThrownBy(() -> request("bash", "")
                        .args(Collections.nCopies(10_001, "x"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10000 arguments");
    }

    @Test
    void a_java_class_with_a_name_too_long_for_a_file_is_the_compiler_s_to_refuse() {
        ExecutionResult result = execute("java", "public class " + "A".repeat(1000) + " {}");
        assertThat(result.status()).as(result.message()).isEqualTo(ExecutionStatus.COMPILE_ERROR);
    }

    @Test
    void without_a_grant_there_is_no_workspace() {
        assertThat(execute("bash", "ls /workspace").exitCode()).isEqualTo(2);
    }

    @Test
    void nothing_is_left_when_the_executor_is_closed() throws Exception {
        CodeExecutor other = CodeExecutor.open(EngineConfiguration.defaults());
        assertThat(other.execute(request("bash", "echo x").build(), OutputListener.NONE)
                        .stdout())
                .isEqualTo("x\n");
        long watchdogs = watchdogs();
        other.close();
        await().atMost(Duration.ofSeconds(5)).until(() -> watchdogs() == watchdogs - 1);
    }

    private static long watchdogs() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().commandLine().orElse("").contains("secure-exec-watchdog"))
                .count();
    }

    private static EngineConfiguration configuration(String yaml) throws IOException {
        return EngineConfiguration.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static ExecutionRequest.Builder request(String language, String code) {
        return ExecutionRequest.of(language, code).validation(ValidationMode.OFF);
    }

    private static ExecutionResult execute(String language, String code) {
        return executor.execute(request(language, code).build(), OutputListener.NONE);
    }
}

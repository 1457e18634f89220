package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an author is told when the daemon fails, at any time; each with a real daemon. */
class DaemonFaultsTest {
    private Path home;
    private TestDaemon daemon;
    private CodeExecutor executor;

    @BeforeEach
    void start() throws IOException {
        TestMachine.needsDocker();
        TestDaemon.needsMachine();
        home = Files.createTempDirectory(Path.of("/run"), "secure-exec-test-");
        daemon = new TestDaemon(home).start().withBusybox();
        executor = CodeExecutor.open(TestImages.engine(Map.of("host", daemon.host(), "timeout_seconds", 3)));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (executor != null) {
            executor.close();
            daemon.close();
            new ProcessBuilder("/bin/rm", "-rf", home.toString()).start().waitFor();
        }
    }

    @Test
    void a_daemon_that_is_not_there_is_named_with_the_way_out() throws Exception {
        daemon.stop();
        ExecutionResult result = run("echo hello");
        assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message())
                .contains("No Docker daemon answers", "start it", "environment native")
                .doesNotContain("/run/");
    }

    @Test
    void without_a_daemon_a_snippet_runs_natively_only_where_the_administrator_allows_it() throws Exception {
        daemon.stop();
        ExecutionRequest request = ExecutionRequest.of("bash", "echo hello")
                .environment(Environment.DOCKER)
                .validation(ValidationMode.OFF)
                .build();
        assertThat(executor.execute(request, OutputListener.NONE).status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);

        StringBuilder log = new StringBuilder();
        try (CodeExecutor allowed = CodeExecutor.open(
                TestImages.engine(Map.of("host", daemon.host(), "timeout_seconds", 3, "native_fallback", true)))) {
            ExecutionResult result = allowed.execute(request, new OutputListener() {
                @Override
                public void output(Stream stream, byte[] bytes) {}

                @Override
                public void progress(String line) {
                    log.append(line);
                }
            });
            assertThat(result.stdout()).isEqualTo("hello\n");
            assertThat(result.environment()).isEqualTo(Environment.NATIVE);
            assertThat(result.isolation().runtime()).isEqualTo("bubblewrap");
            assertThat(result.message()).contains("No Docker daemon answers", "native");
            assertThat(log).contains("No Docker daemon answers");
        }
    }

    @Test
    void a_daemon_that_stops_while_a_snippet_runs_is_not_the_snippets_fault() throws Exception {
        ExecutionResult result = whileRunning("echo begun; sleep 20", daemon::stop);
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message()).contains("Docker daemon");
    }

    @Test
    void a_daemon_that_hangs_while_a_snippet_runs_holds_the_build_up_no_longer_than_its_limits() throws Exception {
        long start = System.nanoTime();
        ExecutionResult result = whileRunning("echo begun; sleep 2", () -> daemon.signal("STOP"));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        daemon.signal("CONT");
    }

    @Test
    void the_pool_survives_a_restart_of_the_daemon() throws Exception {
        assertThat(run("echo one").status()).isEqualTo(ExecutionStatus.SUCCESS);
        awaitContainers(1);
        daemon.restart();
        ExecutionResult result = run("echo two");
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SUCCESS);
    }

    @Test
    void a_full_disk_of_the_daemon_is_told_as_such() throws Exception {
        assertThat(run("echo one").status()).isEqualTo(ExecutionStatus.SUCCESS);
        executor.close();
        Path smallHome = Files.createTempDirectory(Path.of("/run"), "secure-exec-test-");
        Path data = Files.createDirectory(smallHome.resolve("data"));
        new ProcessBuilder("/bin/mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", data.toString())
                .start()
                .waitFor();
        try (TestDaemon small =
                new TestDaemon(smallHome, "--storage-driver", "vfs").start().withBusybox()) {
            new ProcessBuilder("/bin/dd", "if=/dev/zero", "of=" + data.resolve("filler"), "bs=1M")
                    .start()
                    .waitFor();
            executor = CodeExecutor.open(TestImages.engine(Map.of("host", small.host())));
            ExecutionResult result = run("echo hello");
            assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
            assertThat(result.message()).contains("disk of the Docker daemon is full");
            Files.delete(data.resolve("filler"));
        } finally {
            new ProcessBuilder("/bin/rm", "-rf", smallHome.toString()).start().waitFor();
        }
    }

    private ExecutionResult run(String code) {
        return executor.execute(TestImages.sh(code).build(), OutputListener.NONE);
    }

    private interface Fault {
        void happen() throws Exception;
    }

    private ExecutionResult whileRunning(String code, Fault fault) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutionRequest request = TestImages.sh(code)
                .limits(LimitPresets.defaults().with(Limit.MAX_EXECUTION_TIME, 10))
                .build();
        var result =
                CompletableFuture.supplyAsync(() -> executor.execute(request, (stream, bytes) -> begun.countDown()));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        fault.happen();
        return result.get(60, TimeUnit.SECONDS);
    }

    private void awaitContainers(int count) throws IOException {
        try (DockerClient client = TestDaemon.client(daemon.host())) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> client.listContainersCmd().exec().size() == count);
        }
    }
}

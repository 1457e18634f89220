package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Podman behind Docker's API: a service of the test's own, with directories of its own. */
class PodmanTest {
    private static final Path PROGRAM = Path.of("/usr/bin/podman");

    private static Path home;
    private static Process service;
    private static CodeExecutor executor;

    @BeforeAll
    static void start() throws IOException {
        TestMachine.needsDocker();
        TestMachine.needsRoot("start Podman's service");
        TestMachine.needsProgram(PROGRAM, "podman");
        home = Files.createTempDirectory(Path.of("/run"), "secure-exec-test-");
        service = podman("system", "service", "--time", "0", host());
        await().atMost(Duration.ofSeconds(30)).until(PodmanTest::answers);
        try (DockerClient common = TestDaemon.client(null);
                DockerClient own = TestDaemon.client(host());
                InputStream image = common.saveImageCmd(TestImages.BUSYBOX).exec()) {
            own.loadImageCmd(image).exec();
        }
        executor = CodeExecutor.open(TestImages.engine(Map.of("host", host(), "agent", "podman test")));
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (service == null) {
            return;
        }
        if (executor != null) {
            executor.close();
        }
        podman("rm", "--all", "--force").waitFor();
        service.destroy();
        if (!service.waitFor(10, TimeUnit.SECONDS)) {
            service.destroyForcibly().waitFor();
        }
        // Where a container did not get as far as to be removed in order.
        String remove = "for m in $(grep -o \" $1/[^ ]*\" /proc/mounts); do umount -l \"$m\"; done; rm -rf \"$1\"";
        new ProcessBuilder("/bin/sh", "-c", remove, "sh", home.toString())
                .start()
                .waitFor();
    }

    @Test
    void a_snippet_says_hello_cold_and_warm() {
        for (int i = 0; i < 3; i++) {
            ExecutionResult result = run("echo \"Hello, world\"; cat; exit 3", LimitPresets.defaults());
            assertThat(result.stdout()).as(result.toString()).isEqualTo("Hello, world\nfrom stdin\n");
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.isolation().runtime()).isEqualTo("podman");
            assertThat(result.usage().memoryUsedMb()).isPositive();
        }
    }

    @Test
    void a_snippet_is_nobody_with_a_read_only_root_and_without_capabilities() {
        ExecutionResult result = run(
                "id -u; touch /etc/x 2>&1; grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status; touch /tmp/x && echo writable",
                LimitPresets.defaults());
        assertThat(result.stdout())
                .startsWith("65534\n")
                .contains(
                        "Read-only file system",
                        "CapEff:\t0000000000000000",
                        "NoNewPrivs:\t1",
                        "Seccomp:\t2",
                        "writable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 20", "trap '' TERM; while true; do sleep 1; done"})
    void the_time_limit_holds(String code) {
        ExecutionResult result = run(code, LimitPresets.defaults().with(Limit.MAX_EXECUTION_TIME, 1));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.TIME_LIMIT);
        assertThat(result.usage().executionTime()).isLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tail /dev/zero",
                "i=0; while true; do i=$((i+1)); head -c 9000000 /dev/zero >/tmp/$i; done",
                "i=0; while true; do i=$((i+1)); head -c 9000000 /dev/zero >/dev/shm/$i; done"
            })
    void memory_without_end_ends_at_the_memory_limit(String code) {
        ExecutionResult result = run(code, LimitPresets.defaults().with(Limit.MAX_MEMORY_MB, 64));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.MEMORY_LIMIT);
    }

    @Test
    void a_fork_bomb_ends_at_the_process_limit() {
        ExecutionResult result = run("bomb() { bomb | bomb & }; bomb; sleep 10", LimitPresets.defaults());
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.PROCESS_LIMIT);
    }

    @Test
    void there_is_no_network_but_loopback() {
        ExecutionResult result = run("ls /sys/class/net; tail -n +2 /proc/net/route", LimitPresets.defaults());
        assertThat(result.stdout()).isEqualTo("lo\n");
    }

    @Test
    void output_without_end_ends_at_the_output_limit() {
        ExecutionResult result = run("yes", LimitPresets.defaults().with(Limit.MAX_OUTPUT_SIZE_KB, 64));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.OUTPUT_LIMIT);
        assertThat(result.stdout()).hasSize(64 << 10);
    }

    @Test
    void an_image_that_is_not_to_be_had_is_told_in_words() {
        ExecutionResult result = executor.execute(
                TestImages.sh("true").image("127.0.0.1:1/nonesuch:1").build(), OutputListener.NONE);
        assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message()).contains("/nonesuch:1 cannot be pulled", "does not reach its registry");
    }

    private ExecutionResult run(String code, ResourceLimits limits) {
        return executor.execute(
                TestImages.sh(code)
                        .limits(limits)
                        .stdin("from stdin\n".getBytes(StandardCharsets.UTF_8))
                        .build(),
                OutputListener.NONE);
    }

    private static String host() {
        return "unix://" + home.resolve("podman.sock");
    }

    private static boolean answers() {
        assertThat(service.isAlive()).as("Podman's service runs").isTrue();
        try (DockerClient own = TestDaemon.client(host())) {
            own.pingCmd().exec();
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * The driver vfs works on every file system, there may be no systemd to make control groups, and crun wants none of
     * both versions at once, as runc, which the Docker daemon uses, does not.
     */
    private static Process podman(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--root",
                        home.resolve("root").toString(),
                        "--runroot",
                        home.resolve("run").toString(),
                        "--tmpdir",
                        home.resolve("tmp").toString(),
                        "--storage-driver",
                        "vfs",
                        "--cgroup-manager",
                        "cgroupfs",
                        "--runtime",
                        "runc",
                        "--events-backend",
                        "file")
                .redirectErrorStream(true)
                // conmon leaves a file named oom in the directory that it is started in.
                .directory(home.toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("podman.log").toFile()));
        builder.command().addAll(List.of(arguments));
        return builder.start();
    }
}

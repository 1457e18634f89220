package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.RegistryCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How images come from a registry, and what an author is told when they do not. */
class PullTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    static Path home;

    private static TestRegistry registry;

    private final String agent = "test-" + UUID.randomUUID();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private CodeExecutor executor;

    @BeforeAll
    static void openRegistry() throws IOException, InterruptedException {
        TestMachine.needsDocker();
        TestRegistry.needsMachine();
        registry = TestRegistry.open(home);
    }

    @AfterAll
    static void closeRegistry() throws IOException, InterruptedException {
        if (registry != null) {
            registry.close();
        }
    }

    @AfterEach
    void close() {
        if (executor != null) {
            executor.close();
        }
    }

    @Test
    void an_image_that_is_absent_is_pulled_and_one_that_is_there_is_not() throws Exception {
        registry.push("absent:1", "old");
        open(Map.of());
        assertThat(version("absent:1")).isEqualTo("old\n");
        assertThat(log)
                .startsWith("Pulling the image " + registry.image("absent:1"))
                .endsWith("Pulled the image " + registry.image("absent:1"));
        log.clear();
        assertThat(version("absent:1")).isEqualTo("old\n");
        assertThat(log).isEmpty();
    }

    @Test
    void an_image_without_a_tag_is_the_latest() throws Exception {
        registry.push("untagged:latest", "latest");
        registry.push("untagged:1", "1");
        open(Map.of());
        assertThat(version("untagged")).isEqualTo("latest\n");
    }

    @Test
    void with_always_the_newest_runs_although_a_container_of_the_older_one_is_waiting() throws Exception {
        registry.push("changing:1", "old");
        open(Map.of("pull", "always", "pool_size", 1));
        assertThat(version("changing:1")).isEqualTo("old\n");
        awaitWarm();
        registry.push("changing:1", "new");
        assertThat(version("changing:1")).isEqualTo("new\n");
    }

    @Test
    void with_never_an_image_is_not_pulled_although_it_could_be() throws Exception {
        registry.push("never:1", "1");
        open(Map.of("pull", "never"));
        assertThat(refusal(registry.image("never:1"))).contains(registry.image("never:1"), "docker.pull: never");
        assertThat(registry.blobsServed("never")).isZero();
    }

    @Test
    void the_log_tells_how_far_a_pull_is() throws Exception {
        registry.push("large:1", "1", 40 * MEGABYTE);
        open(Map.of());
        version("large:1");
        assertThat(log).anyMatch(line -> line.matches("Pulling the image .*/large:1: [1-9]0 % of 40 MB"));
        assertThat(log).contains("Pulling the image " + registry.image("large:1") + ": 100 % of 40 MB");
    }

    @Test
    void ten_executions_at_once_pull_their_image_once() throws Exception {
        registry.push("wanted:1", "wanted", 4 * MEGABYTE);
        open(Map.of());
        List<CompletableFuture<String>> all = IntStream.range(0, 10)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> version("wanted:1"), task -> new Thread(task).start()))
                .toList();
        for (CompletableFuture<String> one : all) {
            assertThat(one.join()).isEqualTo("wanted\n");
        }
        assertThat(log)
                .filteredOn(line -> line.startsWith("Pulling") && !line.contains("%"))
                .hasSize(1);
        assertThat(registry.blobsServed("wanted")).isBetween(3L, 4L);
    }

    @Test
    void a_pinned_digest_is_what_runs_whatever_the_tag_means_by_now() throws Exception {
        String digest = registry.push("pinned:1", "old");
        registry.push("pinned:1", "new");
        open(Map.of());
        assertThat(version("pinned@" + digest)).isEqualTo("old\n");
        assertThat(version("pinned:1")).isEqualTo("new\n");
    }

    @Test
    void a_digest_that_the_registry_does_not_have_is_refused() throws Exception {
        registry.push("repinned:1", "1");
        open(Map.of());
        String image = registry.image("repinned@sha256:" + "0".repeat(64));
        assertThat(refusal(image)).contains(image, "no image with this digest");
    }

    @Test
    void a_tag_that_the_registry_does_not_have_is_told() throws Exception {
        registry.push("tagged:1", "1");
        open(Map.of());
        assertThat(refusal(registry.image("tagged:2")))
                .contains("tagged:2 cannot be pulled", "has no such image", "correct the name");
    }

    @Test
    void a_repository_that_the_registry_does_not_have_is_told() {
        open(Map.of());
        assertThat(refusal(registry.image("nonesuch:1"))).contains("nonesuch:1 cannot be pulled", "has no such image");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Not A Name",
                "UPPER/case",
                "a//b",
                "busybox@sha256:123",
                "-x",
                "name:",
                "127.0.0.1:5000/",
                "..",
                "https://127.0.0.1/x",
                "a\nb",
                "busybox?x=1&y=/",
                "\u2603"
            })
    void what_is_no_name_of_an_image_is_told(String garbage) {
        for (String policy : List.of("if-absent", "always")) {
            open(Map.of("pull", policy));
            assertThat(refusal(garbage)).as(policy).contains("'" + garbage + "'", "no name of an image", "correct it");
            executor.close();
        }
    }

    @Test
    void a_registry_that_is_down_is_told() throws Exception {
        try (TestRegistry down = TestRegistry.open(home)) {
            down.push("down:1", "1");
            down.stop();
            open(Map.of());
            assertThat(refusal(down.image("down:1"))).contains("does not reach its registry");
        }
    }

    @Test
    void a_registry_that_hangs_holds_a_build_up_for_no_longer_than_the_timeout() throws Exception {
        try (TestRegistry hung = TestRegistry.open(home)) {
            hung.push("hung:1", "1");
            hung.signal("STOP");
            open(Map.of("timeout_seconds", 1));
            assertThat(refusal(hung.image("hung:1")))
                    .contains("hung:1 cannot be pulled", "nothing was heard of it for 2 s");
            hung.signal("CONT");
        }
    }

    @Test
    void a_registry_with_a_login_hands_out_an_image_for_the_authors_credentials_only() throws Exception {
        try (TestRegistry locked = TestRegistry.locked(home)) {
            locked.push("private:1", "private");
            open(Map.of());
            String image = locked.image("private:1");
            assertThat(refusal(image)).contains("wants credentials", "docker login");
            RegistryCredentials wrong = new RegistryCredentials("author", "open-barley");
            ExecutionResult refused = run(request(image).registryCredentials(wrong));
            assertThat(refused.message()).contains("does not take the credentials");
            assertThat(refused.toString()).doesNotContain("open-barley");
            ExecutionResult result = run(request(image).registryCredentials(TestRegistry.CREDENTIALS));
            assertThat(result.stdout()).as(result.toString()).isEqualTo("private\n");
            assertThat(log + result.toString()).doesNotContain(TestRegistry.CREDENTIALS.password());
        }
    }

    private void open(Map<String, Object> docker) {
        Map<String, Object> keys = new HashMap<>(Map.of("agent", agent, "pool_size", 0));
        keys.putAll(docker);
        executor = CodeExecutor.open(TestImages.engine(keys));
    }

    private static ExecutionRequest.Builder request(String image) {
        return TestImages.sh("cat /version").image(image);
    }

    private ExecutionResult run(ExecutionRequest.Builder request) {
        return executor.execute(request.build(), new OutputListener() {
            @Override
            public void output(Stream stream, byte[] bytes) {}

            @Override
            public void progress(String line) {
                log.add(line);
            }
        });
    }

    private String version(String name) {
        ExecutionResult result = run(request(registry.image(name)));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SUCCESS);
        return result.stdout();
    }

    private String refusal(String image) {
        ExecutionResult result = run(request(image));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.stdout()).isEmpty();
        return result.message();
    }

    private void awaitWarm() throws IOException {
        try (DockerClient client = TestDaemon.client(null)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !client.listContainersCmd()
                            .withLabelFilter(Map.of(Labels.AGENT, agent, Labels.EXECUTION, Labels.NONE_YET))
                            .exec()
                            .isEmpty());
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to containers, and what becomes of them. */
class ContainerFaultsTest {
    private final String agent = "test-" + UUID.randomUUID();
    private final DockerClient client = TestDaemon.client(null);
    private CodeExecutor executor;

    @BeforeAll
    static void needsDocker() {
        TestMachine.needsDocker();
    }

    @AfterEach
    void close() throws IOException {
        if (executor != null) {
            executor.close();
        }
        assertThat(containers()).isEmpty();
        client.close();
    }

    @Test
    void a_container_that_is_removed_from_under_us_is_not_the_snippets_fault() throws Exception {
        open(Map.of());
        ExecutionResult result = whileRunning(
                "echo begun; sleep 20",
                () -> client.removeContainerCmd(running()).withForce(true).exec());
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message()).contains("from outside");
    }

    @Test
    void a_build_that_is_stopped_leaves_nothing_running() throws Exception {
        open(Map.of("pool_size", 0));
        AtomicReference<ExecutionResult> result = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        ExecutionRequest request = TestImages.sh("echo begun; sleep 20").build();
        Thread build = new Thread(() -> result.set(executor.execute(request, (stream, bytes) -> begun.countDown())));
        build.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        build.interrupt();
        build.join(10_000);
        assertThat(containers()).isEmpty();
        assertThat(result.get().status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    @Test
    void an_unknown_runtime_is_named() {
        open(Map.of("runtime", "nonesuch"));
        ExecutionResult result = run("true");
        assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message()).contains("does not know the runtime 'nonesuch'");
    }

    @Test
    void a_gpu_that_is_not_there_is_told_in_words() {
        open(Map.of("gpus", "all"));
        ExecutionResult result = run("true");
        assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message()).contains("no GPU to give");
    }

    @Test
    void an_absent_image_that_may_not_be_pulled_is_named() {
        open(Map.of("pull", "never"));
        ExecutionResult result =
                executor.execute(TestImages.sh("true").image("nonesuch:1").build(), OutputListener.NONE);
        assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message()).contains("does not have the image nonesuch:1", "docker.pull: never");
    }

    @Test
    void an_image_that_is_not_to_be_had_is_a_clear_error() {
        open(Map.of());
        ExecutionResult result = executor.execute(
                TestImages.sh("true").image("127.0.0.1:9/nonesuch:1").build(), OutputListener.NONE);
        assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message()).contains("127.0.0.1:9/nonesuch:1", "does not reach its registry");
    }

    @Test
    void leftovers_of_the_dead_are_removed_and_others_containers_are_not() {
        String dead = "gone:machine/1/1/abc";
        String ours = stray(Map.of(Labels.CONTROLLER, "standalone", Labels.AGENT, agent, Labels.OWNER, dead));
        String othersAgent =
                stray(Map.of(Labels.CONTROLLER, "standalone", Labels.AGENT, agent + "-2", Labels.OWNER, dead));
        String othersController = stray(Map.of(Labels.CONTROLLER, "other", Labels.AGENT, agent, Labels.OWNER, dead));
        String unowned = stray(Map.of(Labels.CONTROLLER, "standalone", Labels.AGENT, agent));
        try {
            open(Map.of());
            run("true");
            await().atMost(Duration.ofSeconds(10)).until(() -> !exists(ours));
            assertThat(List.of(exists(othersAgent), exists(othersController), exists(unowned)))
                    .containsOnly(true);
        } finally {
            List.of(othersAgent, othersController, unowned)
                    .forEach(id -> client.removeContainerCmd(id).withForce(true).exec());
        }
    }

    @Test
    @Tag("slow")
    void a_hundred_at_once_are_all_served() {
        open(Map.of());
        List<CompletableFuture<ExecutionResult>> all = IntStream.range(0, 100)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> run("echo " + i), task -> new Thread(task).start()))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).join().stdout()).isEqualTo(i + "\n");
        }
    }

    @Test
    void nothing_is_left_of_a_killed_jvm_when_the_agent_is_back() throws Exception {
        Process jvm = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContainerFaultsTest.class.getName() + "$Sleeper",
                        agent)
                .redirectErrorStream(true)
                .start();
        assertThat(jvm.inputReader().lines().anyMatch("begun"::equals)).isTrue();
        jvm.destroyForcibly().waitFor();
        assertThat(containers()).isNotEmpty();

        open(Map.of("pool_size", 0));
        run("true");
        await().atMost(Duration.ofSeconds(10)).until(() -> containers().isEmpty());
    }

    /** Runs a snippet for long. */
    static final class Sleeper {
        public static void main(String[] args) {
            CodeExecutor executor = CodeExecutor.open(TestImages.engine(Map.of("agent", args[0])));
            executor.execute(
                    TestImages.sh("echo begun; sleep 25").build(),
                    (stream, bytes) -> System.out.print(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    private interface Fault {
        void happen() throws Exception;
    }

    private ExecutionResult whileRunning(String code, Fault fault) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutionRequest request = TestImages.sh(code).build();
        var result =
                CompletableFuture.supplyAsync(() -> executor.execute(request, (stream, bytes) -> begun.countDown()));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        fault.happen();
        return result.get(60, TimeUnit.SECONDS);
    }

    private void open(Map<String, Object> docker) {
        Map<String, Object> keys = new HashMap<>(docker);
        keys.put("agent", agent);
        executor = CodeExecutor.open(TestImages.engine(keys));
    }

    private ExecutionResult run(String code) {
        return executor.execute(TestImages.sh(code).build(), OutputListener.NONE);
    }

    private String running() {
        return containers().stream()
                .filter(one -> !one.getLabels().get(Labels.EXECUTION).equals(Labels.NONE_YET))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    private String stray(Map<String, String> labels) {
        return client.createContainerCmd(TestImages.BUSYBOX)
                .withCmd("true")
                .withLabels(labels)
                .exec()
                .getId();
    }

    private boolean exists(String id) {
        return client.listContainersCmd().withShowAll(true).exec().stream()
                .anyMatch(one -> one.getId().equals(id));
    }

    private List<com.github.dockerjava.api.model.Container> containers() {
        return client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Labels.CONTROLLER, "standalone", Labels.AGENT, agent))
                .exec();
    }
}

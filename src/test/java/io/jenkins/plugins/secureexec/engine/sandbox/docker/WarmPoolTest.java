package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a user notices of the pool: that it is fast, and nothing else. */
class WarmPoolTest {
    private final String agent = "test-" + UUID.randomUUID();
    private final DockerClient client = TestDaemon.client(null);
    private CodeExecutor executor;

    @BeforeAll
    static void needsDocker() {
        TestMachine.needsDocker();
    }

    @AfterEach
    void close() throws IOException {
        executor.close();
        assertThat(containers()).isEmpty();
        client.close();
    }

    @Test
    void nothing_of_one_execution_reaches_the_next() throws IOException {
        open(Map.of("pool_size", 1));
        run("echo first >/tmp/trace; echo first >/dev/shm/trace; (sleep 1000 &) ; hostname; echo $$");
        awaitWaiting(1);
        String waiting = containers().get(0).getId();
        ExecutionResult second = run("ls -A /tmp /dev/shm; ps | grep -c '[s]leep'; cat /proc/self/cgroup");
        assertThat(second.stdout()).contains(waiting).doesNotContain("trace").contains("\n0\n");
    }

    @Test
    void a_container_serves_one_execution_and_is_removed() throws IOException {
        open(Map.of("pool_size", 1));
        run("true");
        awaitWaiting(1);
        String waiting = containers().get(0).getId();
        run("true");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> containers().stream().noneMatch(one -> one.getId().equals(waiting)));
    }

    @Test
    void a_waiting_container_takes_on_the_limits_of_its_execution() throws IOException {
        open(Map.of("pool_size", 1));
        run("true");
        awaitWaiting(1);
        String waiting = containers().get(0).getId();
        ExecutionResult result = executor.execute(
                TestImages.sh(
                                "cat /proc/self/cgroup; cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null")
                        .limits(LimitPresets.defaults()
                                .with(Limit.MAX_PROCESSES, 40)
                                .with(Limit.MAX_CPU_PERCENT, 70))
                        .build(),
                OutputListener.NONE);
        assertThat(result.stdout()).contains(waiting).contains("\n42\n");
    }

    @Test
    void there_are_never_more_than_its_size() throws IOException {
        open(Map.of("pool_size", 2));
        for (int i = 0; i < 4; i++) {
            run("true");
        }
        awaitWaiting(2);
    }

    @Test
    void a_size_of_nought_switches_it_off() throws IOException {
        open(Map.of("pool_size", 0));
        run("true");
        await().atMost(Duration.ofSeconds(10))
                .during(Duration.ofMillis(1500))
                .until(() -> containers().isEmpty());
    }

    @Test
    void what_nobody_uses_any_more_is_given_up() throws IOException {
        open(Map.of("pool_size", 1, "pool_idle_seconds", 5));
        run("true");
        awaitWaiting(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> containers().isEmpty());
    }

    @Test
    void a_waiting_container_that_was_removed_from_outside_is_not_missed() throws IOException {
        open(Map.of("pool_size", 1));
        run("true");
        awaitWaiting(1);
        client.removeContainerCmd(containers().get(0).getId()).withForce(true).exec();
        run("true");
    }

    @Test
    void an_image_that_is_removed_meanwhile_is_still_in_the_waiting_container() throws Exception {
        String image = "secure-exec-test-" + agent + ":1";
        String id = client.inspectImageCmd(TestImages.BUSYBOX).exec().getId();
        client.tagImageCmd(id, image.split(":")[0], "1").exec();
        open(Map.of("pool_size", 1, "pull", "never"));
        ExecutionRequest request = TestImages.sh("echo hello").image(image).build();
        assertThat(executor.execute(request, OutputListener.NONE).stdout()).isEqualTo("hello\n");
        awaitWaiting(1);
        client.removeImageCmd(image).withForce(true).exec();
        assertThat(executor.execute(request, OutputListener.NONE).stdout()).isEqualTo("hello\n");
        assertThat(executor.execute(request, OutputListener.NONE).message()).contains("does not have the image");
    }

    private void open(Map<String, Object> docker) {
        var keys = new java.util.HashMap<>(docker);
        keys.put("agent", agent);
        executor = CodeExecutor.open(TestImages.engine(keys));
    }

    private ExecutionResult run(String code) {
        ExecutionRequest request = TestImages.sh(code).build();
        ExecutionResult result = executor.execute(request, OutputListener.NONE);
        assertThat(result.status()).as(result.toString()).isIn(ExecutionStatus.SUCCESS, ExecutionStatus.FAILURE);
        return result;
    }

    private List<Container> containers() {
        return client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Labels.AGENT, agent))
                .exec();
    }

    private void awaitWaiting(int count) {
        // It waits a moment after it was started, and nobody tells when.
        await().atMost(Duration.ofSeconds(30))
                .during(Duration.ofMillis(1500))
                .until(() -> containers().size() == count
                        && containers().stream()
                                .allMatch(one ->
                                        one.getLabels().get(Labels.EXECUTION).equals(Labels.NONE_YET)));
    }
}

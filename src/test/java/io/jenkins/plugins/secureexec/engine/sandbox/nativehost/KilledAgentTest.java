package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.sandbox.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;

/** What is left of an agent whose JVM is killed, so that no hook of its own can run. */
class KilledAgentTest {
    private static final int AT_ONCE = 5;

    @RepeatedTest(10)
    void a_killed_agent_leaves_no_process_no_control_group_and_no_file() throws Exception {
        String marker = UUID.randomUUID().toString();
        List<Process> agents = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            agents.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Agent.class.getName(),
                            marker)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        for (Process agent : agents) {
            BufferedReader told =
                    new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.UTF_8));
            assertThat(told.readLine()).isEqualTo("running");
        }
        // An agent's JVM, bubblewrap outside and inside, and the program.
        await().untilAsserted(() ->
                assertThat(Processes.carrying(marker)).as("snippets that run").isGreaterThanOrEqualTo(4L * AT_ONCE));
        assertThat(directoriesOf(agents)).as("what the agents keep").isNotEmpty();

        agents.forEach(Process::destroyForcibly);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Processes.carrying(marker)).isZero());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(directoriesOf(agents)).isEmpty());
    }

    /** Runs a snippet that does not end, with a daemon of its own. */
    static final class Agent {
        public static void main(String[] args) {
            CodeExecutor.open(EngineConfiguration.defaults())
                    .execute(
                            ExecutionRequest.of("bash", "(setsid sh -c 'sleep 1000' $1 &); echo; sleep 1000; echo $1")
                                    .validation(ValidationMode.OFF)
                                    // Longer than a slow machine takes to start the other agents.
                                    .limits(LimitPresets.defaults().with(Limit.MAX_EXECUTION_TIME, 600))
                                    .args(List.of(args[0]))
                                    .build(),
                            (stream, bytes) -> System.out.println("running"));
        }
    }

    private static List<Path> directoriesOf(List<Process> agents) throws IOException {
        List<String> owners =
                agents.stream().map(agent -> "-" + agent.pid() + "-").toList();
        List<Path> found = new ArrayList<>();
        for (Path root : List.of(Path.of("/sys/fs/cgroup"), Host.current().runtimeParent())) {
            Files.walkFileTree(root, java.util.Set.of(), 8, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    String name = String.valueOf(directory.getFileName());
                    if (name.startsWith("secure-exec-") && owners.stream().anyMatch(name::contains)) {
                        found.add(directory);
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    // Other programs' files come and go while we look.
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return found;
    }
}

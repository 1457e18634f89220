package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fileSystemAccess gives to a container. */
class DockerWorkspaceTest {
    private static final String AGENT_USER = "1000";

    @TempDir
    Path directory;

    @BeforeEach
    void needDaemon() {
        TestMachine.needsDocker();
    }

    @Test
    void a_snippet_reads_and_writes_the_workspace_and_its_files_are_the_agents() throws Exception {
        Files.writeString(directory.resolve("data.txt"), "from the job\n");
        Files.createSymbolicLink(directory.resolve("outside"), Path.of("/etc/hostname"));
        ExecutionResult result;
        try (CodeExecutor executor = CodeExecutor.open(TestImages.engine(Map.of("pool_size", 0)))) {
            result = execute(executor, directory, "cat data.txt; echo made >made.txt; cat outside; id -u");
        }
        assertThat(result.stdout()).as(result.toString()).startsWith("from the job\nsecure-exec\n");
        assertThat(result.stdout()).doesNotEndWith("\n0\n");
        assertThat(directory.resolve("made.txt")).hasContent("made\n").isRegularFile();
        assertThat(Files.getAttribute(directory.resolve("made.txt"), "unix:uid"))
                .isEqualTo(Files.getAttribute(directory, "unix:uid"));
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("secure-exec-workspace-");
    }

    @Test
    void an_agent_that_is_itself_a_container_gives_its_workspace_and_nothing_else_of_its_volume() throws Exception {
        String socket = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .build()
                .getDockerHost()
                .getPath();
        TestMachine.needsRoot("give files to the agent's user and a socket to its container");
        TestMachine.needs(
                Files.exists(Path.of(socket)),
                "the daemon is on another machine, and the agent's container needs its socket");
        Path workspace = Files.createDirectories(directory.resolve("workspace/job"));
        Files.writeString(workspace.resolve("data.txt"), "from the job\n");
        Files.writeString(directory.resolve("secret.txt"), "the agent's\n");
        for (Path path : List.of(directory, workspace.getParent(), workspace)) {
            Files.setAttribute(path, "unix:uid", Integer.valueOf(AGENT_USER));
        }
        List<Bind> binds = new ArrayList<>(List.of(
                new Bind(socket, new Volume("/var/run/docker.sock")),
                new Bind(directory.toString(), new Volume("/home/agent"))));
        List<String> classPath = new ArrayList<>();
        for (Path entry : classPath()) {
            // Not under its own path, which may go through a directory that this user may not enter.
            String place = "/agent/" + classPath.size() + "-" + entry.getFileName();
            binds.add(new Bind(entry.toString(), new Volume(place), AccessMode.ro));
            classPath.add(place);
        }
        String printed = runAgent(binds, String.join(":", classPath));
        assertThat(printed)
                .contains("from the job\n")
                .contains("data.txt\nmade.txt\n")
                .doesNotContain("secret.txt");
        assertThat(workspace.resolve("made.txt")).hasContent("made\n");
        assertThat(Files.getAttribute(workspace.resolve("made.txt"), "unix:uid"))
                .isEqualTo(Integer.valueOf(AGENT_USER));
    }

    /** What the agent in the container runs. */
    static final class Agent {
        private Agent() {}

        public static void main(String[] args) throws IOException {
            try (CodeExecutor executor = CodeExecutor.open(TestImages.engine(Map.of("pool_size", 0)))) {
                ExecutionResult result = execute(
                        executor,
                        Path.of("/home/agent/workspace/job"),
                        "cat data.txt; echo made >made.txt; ls /workspace; ls /home /workspace/..");
                System.out.println(result.stdout() + result);
            }
        }
    }

    private static String runAgent(List<Bind> binds, String classPath) throws IOException, InterruptedException {
        try (DockerClient client = TestDaemon.client(null)) {
            String id = client.createContainerCmd(TestImages.TOOLCHAIN)
                    .withHostConfig(HostConfig.newHostConfig().withBinds(binds).withNetworkMode("none"))
                    .withUser(AGENT_USER + ":0")
                    .withEnv("HOME=/home/agent", "DOCKER_HOST=unix:///var/run/docker.sock")
                    .withEntrypoint("java", "-cp", classPath, Agent.class.getName())
                    .exec()
                    .getId();
            StringBuffer printed = new StringBuffer();
            try {
                var output = client.attachContainerCmd(id)
                        .withFollowStream(true)
                        .withStdOut(true)
                        .withStdErr(true)
                        .exec(new ResultCallback.Adapter<Frame>() {
                            @Override
                            public void onNext(Frame frame) {
                                printed.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                            }
                        });
                output.awaitStarted();
                client.startContainerCmd(id).exec();
                output.awaitCompletion();
            } finally {
                client.removeContainerCmd(id).withForce(true).exec();
            }
            return printed.toString();
        }
    }

    private static List<Path> classPath() {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(own.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(Files::exists)
                .toList();
    }

    private static ExecutionResult execute(CodeExecutor executor, Path workspace, String code) {
        return executor.execute(
                TestImages.sh("cd /workspace; " + code)
                        .limits(LimitPresets.defaults().withAccess(false, true))
                        .workspace(workspace)
                        .build(),
                OutputListener.NONE);
    }
}

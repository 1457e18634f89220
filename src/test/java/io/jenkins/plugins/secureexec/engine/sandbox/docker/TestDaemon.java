package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Docker daemon of a test's own, to be stopped, paused and restarted, with the busybox image of the common one. */
final class TestDaemon implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/dockerd");

    private final Path home;
    private final List<String> options;
    private final List<String> wrapper;
    private Process process;

    TestDaemon(Path home, String... options) {
        this(home, List.of(), List.of(options));
    }

    private TestDaemon(Path home, List<String> wrapper, List<String> options) {
        this.home = home;
        this.wrapper = wrapper;
        this.options = options;
    }

    /** One whose processes have other ids here than for itself, as those of another machine have. */
    static TestDaemon elsewhere(Path home, String... options) {
        List<String> ownProcesses = List.of("/usr/bin/unshare", "--pid", "--mount-proc", "--fork", "--kill-child");
        return new TestDaemon(home, ownProcesses, List.of(options));
    }

    /** What starting one needs of the machine. */
    static void needsMachine() {
        TestMachine.needsRoot("start a Docker daemon");
        TestMachine.needsProgram(PROGRAM, "docker.io");
    }

    /** A client of the daemon at an address, or of the common one for null. */
    static DockerClient client(String host) {
        var builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
        if (host != null) {
            builder.withDockerHost(host);
        }
        var config = builder.build();
        return DockerClientImpl.getInstance(
                config,
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
    }

    String host() {
        return "unix://" + home.resolve("docker.sock");
    }

    TestDaemon start() throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                PROGRAM.toString(),
                "--data-root",
                home.resolve("data").toString(),
                "--exec-root",
                home.resolve("exec").toString(),
                "--pidfile",
                home.resolve("pid").toString(),
                "--host",
                host(),
                // No second bridge beside the common daemon's.
                "--bridge",
                "none",
                "--iptables=false",
                "--ip6tables=false"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("dockerd.log").toFile()));
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        process = builder.start();
        await().atMost(Duration.ofSeconds(30)).until(this::answers);
        return this;
    }

    TestDaemon withBusybox() throws IOException {
        try (DockerClient common = client(null);
                DockerClient own = client(host());
                InputStream image = common.saveImageCmd(TestImages.BUSYBOX).exec()) {
            own.loadImageCmd(image).exec();
        }
        return this;
    }

    /** Itself: what wraps it takes no signals while it waits. */
    private ProcessHandle daemon() {
        return wrapper.isEmpty()
                ? process.toHandle()
                : process.children().findFirst().orElseGet(process::toHandle);
    }

    void signal(String name) throws IOException, InterruptedException {
        TestMachine.signal(name, daemon().pid());
    }

    void stop() throws IOException, InterruptedException {
        signal("CONT");
        daemon().destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    void restart() throws IOException, InterruptedException {
        stop();
        start();
    }

    private boolean answers() {
        try (DockerClient own = client(host())) {
            own.pingCmd().exec();
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "umount -l \"$1\"/exec/netns/default \"$1\"/data 2>/dev/null; true",
                        "sh",
                        home.toString())
                .start()
                .waitFor();
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Docker daemon of a test's own, to be stopped, paused and restarted, with the busybox image of the common one. */
final class TestDaemon implements AutoCloseable {
    private final Path home;
    private final List<String> options;
    private Process process;

    TestDaemon(Path home, String... options) {
        this.home = home;
        this.options = List.of(options);
    }

    static boolean canRun() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/sbin/dockerd"));
    }

    /** A client of the daemon at an address, or of the common one for null. */
    static DockerClient client(String host) {
        var builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
        if (host != null) {
            builder.withDockerHost(host);
        }
        var config = builder.build();
        return DockerClientImpl.getInstance(
                config, new ApacheDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
    }

    String host() {
        return "unix://" + home.resolve("docker.sock");
    }

    TestDaemon start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/usr/sbin/dockerd",
                "--data-root", home.resolve("data").toString(),
                "--exec-root", home.resolve("exec").toString(),
                "--pidfile", home.resolve("pid").toString(),
                "--host", host(),
                // No second bridge beside the common daemon's.
                "--bridge", "none", "--iptables=false", "--ip6tables=false"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("dockerd.log").toFile()));
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

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/kill", "-s", name, Long.toString(process.pid())).start().waitFor();
    }

    void stop() throws IOException, InterruptedException {
        signal("CONT");
        process.destroy();
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
        new ProcessBuilder("/bin/sh", "-c", "umount -l \"$1\"/exec/netns/default \"$1\"/data 2>/dev/null; true", "sh", home.toString())
                .start()
                .waitFor();
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Image;
import io.jenkins.plugins.secureexec.engine.RegistryCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A registry of a test's own, Debian's docker-registry on loopback, where a daemon needs no certificate of it. */
public final class TestRegistry implements AutoCloseable {
    public static final RegistryCredentials CREDENTIALS = new RegistryCredentials("author", "sesame-7");

    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    /** As htpasswd -B writes it, which is all that the registry reads. */
    private static final String HTPASSWD = "author:$2y$05$725599ETZDxhYtGB2ukrJuJbNsob5YkENh80fBgeoH3aH4/D7uzom\n";

    private final DockerClient client = TestDaemon.client(null);
    private final Path home;
    private final boolean locked;
    private final int port;
    private Process process;

    private TestRegistry(Path home, boolean locked) throws IOException, InterruptedException {
        this.home = Files.createTempDirectory(home, "registry");
        this.locked = locked;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        start();
    }

    /** What starting one needs of the machine. */
    public static void needsMachine() {
        TestMachine.needsProgram(PROGRAM, "docker-registry");
    }

    /** One for everybody. */
    static TestRegistry open(Path home) throws IOException, InterruptedException {
        return new TestRegistry(home, false);
    }

    /** One that wants {@link #CREDENTIALS} for everything. */
    public static TestRegistry locked(Path home) throws IOException, InterruptedException {
        return new TestRegistry(home, true);
    }

    private void start() throws IOException {
        Path configuration = Files.writeString(home.resolve("configuration.yml"), "version: 0.1\n");
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString(), "serve", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().put("REGISTRY_HTTP_ADDR", host());
        builder.environment()
                .put(
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                        home.resolve("data").toString());
        if (locked) {
            Path users = Files.writeString(home.resolve("htpasswd"), HTPASSWD);
            builder.environment().put("REGISTRY_AUTH", "htpasswd");
            builder.environment().put("REGISTRY_AUTH_HTPASSWD_REALM", "tests");
            builder.environment().put("REGISTRY_AUTH_HTPASSWD_PATH", users.toString());
        }
        process = builder.start();
        await().atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    private boolean answers() {
        assertThat(process.isAlive())
                .as("the registry runs; its log is %s", log())
                .isTrue();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /** The full name of one of its images. */
    public String image(String name) {
        return host() + "/" + name;
    }

    /**
     * Makes an image whose /version tells this version, pushes it and forgets it in the daemon.
     *
     * @return its digest
     */
    String push(String name, String version, int junkBytes) throws IOException, InterruptedException {
        Path context = Files.createTempDirectory(home, "context");
        Files.writeString(context.resolve("version"), version + "\n");
        byte[] junk = new byte[junkBytes];
        new Random().nextBytes(junk);
        Files.write(context.resolve("junk"), junk);
        Files.writeString(
                context.resolve("Dockerfile"), "FROM " + TestImages.BUSYBOX + "\nCOPY version /\nCOPY junk /\n");
        String image = image(name);
        client.buildImageCmd(context.toFile())
                .withTags(Set.of(image))
                .exec(new BuildImageResultCallback())
                .awaitImageId();
        client.pushImageCmd(image)
                .withAuthConfig(
                        new AuthConfig().withUsername(CREDENTIALS.username()).withPassword(CREDENTIALS.password()))
                .exec(new ResultCallback.Adapter<>())
                .awaitCompletion();
        String digest = client.inspectImageCmd(image).exec().getRepoDigests().stream()
                .filter(known -> known.startsWith(host()))
                .findFirst()
                .orElseThrow();
        client.removeImageCmd(image).withForce(true).exec();
        return digest.substring(digest.indexOf('@') + 1);
    }

    public String push(String name, String version) throws IOException, InterruptedException {
        return push(name, version, 16);
    }

    /** How many blobs of a repository were fetched from it. */
    long blobsServed(String repository) throws IOException {
        try (Stream<String> lines = Files.lines(log(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains("\"GET /v2/" + repository + "/blobs/"))
                    .count();
        }
    }

    void signal(String name) throws IOException, InterruptedException {
        TestMachine.signal(name, process.pid());
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private Path log() {
        return home.resolve("registry.log");
    }

    /** Has the daemon forget what came from here. */
    public void forget() {
        for (Image image : client.listImagesCmd().exec()) {
            boolean ours = Stream.of(image.getRepoTags(), image.getRepoDigests())
                    .filter(names -> names != null)
                    .flatMap(Arrays::stream)
                    .anyMatch(name -> name.startsWith(host() + "/"));
            if (ours) {
                client.removeImageCmd(image.getId()).withForce(true).exec();
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        forget();
        client.close();
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The daemon that runs our containers, found as the docker program finds it. Nothing is asked before the first call. */
final class Daemon implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Daemon.class.getName());

    private static final int MAX_CONNECTIONS = 3;

    private final DefaultDockerClientConfig config;
    private final URI host;
    private final long timeoutNanos;
    private final ExecutorService calls = Threads.cached("secure-exec docker call");

    private final Deque<Connection> connections = new ConcurrentLinkedDeque<>();

    @CheckForNull
    private About about;

    private record Connection(DockerHttpClient transport, DockerClient client) {}

    /**
     * What kind of daemon it is.
     *
     * @param name with its version
     * @param podman whether it is Podman behind Docker's API
     * @param limits as in {@link io.jenkins.plugins.secureexec.engine.Isolation}
     * @param runtimes that it knows by name
     */
    record About(String name, boolean podman, String limits, Set<String> runtimes) {}

    private Daemon(DefaultDockerClientConfig config, int timeoutSeconds) {
        this.config = config;
        this.host = config.getDockerHost();
        this.timeoutNanos = TimeUnit.SECONDS.toNanos(timeoutSeconds);
        connections.push(connect());
    }

    private Connection connect() {
        DockerHttpClient transport = new ApacheDockerHttpClient.Builder()
                .dockerHost(host)
                .sslConfig(config.getSSLConfig())
                .maxConnections(Integer.MAX_VALUE)
                .connectionTimeout(Duration.ofNanos(timeoutNanos))
                .build();
        return new Connection(transport, DockerClientImpl.getInstance(config, transport));
    }

    /**
     * DOCKER_HOST, DOCKER_CERT_PATH and DOCKER_TLS_VERIFY, the current context of DOCKER_CONFIG, the default socket; the
     * configuration goes before all of them.
     */
    static Daemon find(DockerConfiguration configuration) throws SandboxException {
        try {
            DefaultDockerClientConfig.Builder builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
            if (configuration.host() != null) {
                builder.withDockerHost(configuration.host());
            }
            if (configuration.certPath() != null) {
                builder.withDockerTlsVerify(true).withDockerCertPath(configuration.certPath());
            }
            return new Daemon(builder.build(), configuration.timeoutSeconds());
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("docker configuration file")) {
                throw RegistryLogins.unreadable(e);
            }
            throw new SandboxException(
                    "The address of the Docker daemon cannot be used; it is unix://, npipe:// or tcp://, and with TLS a "
                            + "directory of certificates belongs to it (DOCKER_HOST, DOCKER_CERT_PATH, or docker.host "
                            + "and docker.cert_path of the configuration)",
                    e);
        }
    }

    DockerClient client() {
        return connections.peek().client();
    }

    DockerHttpClient transport() {
        return connections.peek().transport();
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    /** Where the docker program keeps what its user told it. */
    Path dockerConfigFile() {
        return Path.of(config.getDockerConfigPath(), "config.json");
    }

    /** Whether it may be on this machine. */
    boolean isLocal() {
        return host.getScheme().equals("unix");
    }

    /** For people; a socket's path is nobody's business. */
    String address() {
        return isLocal() ? "its socket" : host.getScheme() + "://" + host.getAuthority();
    }

    synchronized About about() throws SandboxException, InterruptedException {
        if (about == null) {
            Info info = call(() -> client().infoCmd().exec());
            Version version = call(() -> client().versionCmd().exec());
            boolean podman = version.getComponents() != null
                    && version.getComponents().stream()
                            .anyMatch(part -> part.getName().contains("Podman"));
            String limits = "2".equals(info.getCGroupVersion()) ? "cgroup-v2" : "cgroup-v1";
            about = new About(
                    (podman ? "Podman " : "Docker Engine ") + version.getVersion(),
                    podman,
                    limits,
                    info.getRuntimes() == null ? Set.of() : info.getRuntimes().keySet());
        }
        return about;
    }

    /** Whether it answers. */
    boolean answers() throws InterruptedException {
        try {
            call(() -> client().pingCmd().exec());
            return true;
        } catch (SandboxException e) {
            LOGGER.log(Level.FINE, "No Docker daemon", e);
            return false;
        }
    }

    /**
     * Calls the daemon from a thread of its own: a daemon that hangs holds up no build for longer than the timeout.
     *
     * @throws SandboxException in words for the author
     */
    <T> T call(Callable<T> call) throws SandboxException, InterruptedException {
        Future<T> answer = calls.submit(() -> twice(call));
        try {
            return answerOf(answer, timeoutNanos);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    /** As {@link #call}, for what must be done though the build was stopped; the thread stays interrupted. */
    <T> T callAnyway(Callable<T> call) throws SandboxException {
        Future<T> answer = calls.submit(() -> twice(call));
        long deadline = System.nanoTime() + timeoutNanos;
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return answerOf(answer, deadline - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Kills what runs in a container and removes it with its volumes; one that is gone already is no error. */
    void removeContainer(String id) throws SandboxException {
        callAnyway(() -> {
            try {
                return client().removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException | ConflictException e) {
                // A conflict is a removal that is under way.
                LOGGER.log(Level.FINE, "The container is gone already", e);
                return null;
            }
        });
    }

    /** What a stream over the daemon's API ended with, in words. */
    SandboxException fault(Throwable cause) {
        return DaemonFault.of(cause, address());
    }

    /**
     * docker-java does not look whether a connection that it kept is still good, and after a restart of the daemon none
     * is. What a first try may have created nevertheless is a leftover.
     */
    private <T> T twice(Callable<T> call) throws Exception {
        Connection used = connections.peek();
        try {
            return call.call();
        } catch (RuntimeException e) {
            if (!DaemonFault.isLostConnection(e) || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOGGER.log(Level.FINE, "A call to the Docker daemon is tried again over a new connection", e);
            synchronized (connections) {
                if (connections.peek() == used) {
                    connections.push(connect());
                }
                // The streams of those before went with the daemon.
                while (connections.size() > MAX_CONNECTIONS) {
                    close(connections.removeLast());
                }
            }
            return call.call();
        }
    }

    private <T> T answerOf(Future<T> answer, long nanos) throws SandboxException, InterruptedException {
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw fault(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new SandboxException(
                    "The Docker daemon at " + address() + " did not answer within "
                            + TimeUnit.NANOSECONDS.toSeconds(timeoutNanos) + " s; look what holds it up, or restart it",
                    e);
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
        connections.forEach(Daemon::close);
    }

    private static void close(Connection connection) {
        try {
            connection.client().close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "A connection to the Docker daemon was not closed in order", e);
        }
    }
}

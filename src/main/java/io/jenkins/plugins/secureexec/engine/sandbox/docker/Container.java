package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A started container of ours, which waits for a stage or runs one. Whoever has it removes it. */
final class Container {
    private static final Logger LOGGER = Logger.getLogger(Container.class.getName());
    private static final byte[] LET_GO = {'\n'};

    private final Daemon daemon;
    private final String id;
    private final AttachedStreams streams = new AttachedStreams();
    private final ExitWatch exit = new ExitWatch();
    private ContainerSpec spec;
    private Counters counters;

    private Container(Daemon daemon, String id, ContainerSpec spec) {
        this.daemon = daemon;
        this.id = id;
        this.spec = spec;
    }

    /**
     * Creates and starts a container.
     *
     * @param created is told of it before it is started, so that it is on someone's list from its beginning
     */
    static Container start(Daemon daemon, ContainerSpec spec, Map<String, String> labels, CreationListener created)
            throws SandboxException, InterruptedException {
        Daemon.About about = daemon.about();
        String id = daemon.callAnyway(() -> spec.build(daemon.client().createContainerCmd(spec.image()), about, labels)
                .exec()
                .getId());
        Container container = new Container(daemon, id, spec);
        created.created(container);
        container.start();
        return container;
    }

    /** Learns of containers from their first moment. */
    interface CreationListener {
        void created(Container container);
    }

    private void start() throws SandboxException, InterruptedException {
        daemon.client()
                .attachContainerCmd(id)
                .withFollowStream(true)
                .withStdOut(true)
                .withStdErr(true)
                .withStdIn(streams.stdin())
                .exec(streams);
        if (!streams.awaitAttached(daemon.timeoutNanos())) {
            throw new SandboxException("The Docker daemon at " + daemon.address() + " did not answer; restart it");
        }
        if (streams.failure() != null) {
            throw daemon.fault(streams.failure());
        }
        daemon.callAnyway(() -> daemon.client().startContainerCmd(id).exec());
        daemon.client().waitContainerCmd(id).exec(exit);
        Long pid = daemon.call(this::state).getPidLong();
        counters = CgroupCounters.of(pid == null ? 0 : pid, id)
                .<Counters>map(local -> local)
                .orElseGet(() -> new StatsCounters(daemon, id));
    }

    String id() {
        return id;
    }

    ContainerSpec spec() {
        return spec;
    }

    Counters counters() {
        return counters;
    }

    AttachedStreams streams() {
        return streams;
    }

    /** Whether it still waits: it may have died with its daemon, or been removed from outside. */
    boolean isThere() throws InterruptedException {
        return !streams.isClosed() && counters.isThere();
    }

    /** Changes the limits where they are not these already. */
    void adapt(ContainerSpec wanted) throws SandboxException, InterruptedException {
        if (!wanted.equals(spec)) {
            daemon.call(
                    () -> wanted.adapt(daemon.client().updateContainerCmd(id)).exec());
            spec = wanted;
        }
    }

    /** Begins a stage. */
    void begin(Stage stage, OutputCapture output) {
        String endMarker = UUID.randomUUID().toString();
        streams.begin(output, endMarker);
        streams.stdin().send(StageMessage.of(stage, endMarker));
    }

    /** Lets a container end whose program has ended. */
    void letGo() {
        streams.stdin().send(LET_GO);
    }

    /** Sends a signal; that it is too late for one is no fault. */
    void signal(String name) throws SandboxException {
        daemon.callAnyway(() -> {
            try {
                return daemon.client().killContainerCmd(id).withSignal(name).exec();
            } catch (DockerException e) {
                if (!DaemonFault.isEndedAlready(e)) {
                    throw e;
                }
                LOGGER.log(Level.FINE, "No container to signal", e);
                return null;
            }
        });
    }

    /** Waits for its end; false where the time is up before. */
    boolean awaitExit(long nanos) throws InterruptedException {
        return exit.await(nanos);
    }

    /** The exit code that the daemon told. */
    int exitCode() throws SandboxException {
        return exit.exitCode()
                .orElseThrow(() -> new SandboxException(
                        "The Docker daemon was lost while the snippet ran; run the snippet again when it is back"));
    }

    /** Whether the daemon saw it run out of memory. */
    boolean isOutOfMemory() throws SandboxException, InterruptedException {
        return Boolean.TRUE.equals(daemon.call(this::state).getOOMKilled());
    }

    /** Kills what runs in it and removes it with all that it wrote. */
    void remove() throws SandboxException {
        try {
            daemon.removeContainer(id);
        } finally {
            closeStreams();
        }
    }

    private void closeStreams() {
        try {
            streams.close();
            exit.close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The container's streams were not closed in order", e);
        }
    }

    private ContainerState state() {
        return daemon.client().inspectContainerCmd(id).exec().getState();
    }
}

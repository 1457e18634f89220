package io.jenkins.plugins.secureexec.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.Channel;
import hudson.remoting.ChannelProperty;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The executor in the agent's JVM. It belongs to the connection: when that ends, remoting interrupts what runs, and the
 * executor is closed with the last execution; the next connection opens another. New settings replace it likewise.
 */
final class AgentExecutors implements AutoCloseable {
    private static final ChannelProperty<AgentExecutors> OF_CHANNEL =
            new ChannelProperty<>(AgentExecutors.class, "Secure Exec");

    @CheckForNull
    private Shared current;

    private boolean closed;

    /** Those of the connection on which this thread serves; without one, this is the controller itself. */
    static AgentExecutors current() {
        Channel channel = Channel.current();
        return channel == null ? BuiltInNodeExecutors.get() : of(channel);
    }

    private static AgentExecutors of(Channel channel) {
        synchronized (channel) {
            AgentExecutors executors = channel.getProperty(OF_CHANNEL);
            if (executors == null) {
                executors = new AgentExecutors();
                channel.setProperty(OF_CHANNEL, executors);
                AgentExecutors closing = executors;
                channel.addListener(new Channel.Listener() {
                    @Override
                    public void onClosed(Channel closedChannel, IOException cause) {
                        closing.close();
                    }
                });
            }
            return executors;
        }
    }

    /** An executor under these settings, to be given back. */
    synchronized Lease lease(String settings) throws IOException {
        if (closed) {
            throw new IOException("the connection to the controller has ended");
        }
        if (current == null || !current.settings.equals(settings)) {
            retire();
            current = new Shared(settings);
        }
        return new Lease(current);
    }

    @Override
    public synchronized void close() {
        closed = true;
        retire();
    }

    private void retire() {
        if (current != null) {
            current.retire();
            current = null;
        }
    }

    /** The right to use an executor; it is closed after the last of them where there is a newer one. */
    static final class Lease implements AutoCloseable {
        private final Shared shared;

        Lease(Shared shared) {
            this.shared = shared;
            shared.enter();
        }

        CodeExecutor executor() {
            return shared.executor;
        }

        @Override
        public void close() {
            shared.leave();
        }
    }

    private static final class Shared {
        private final String settings;
        private final CodeExecutor executor;
        private int users;
        private boolean retired;

        Shared(String settings) throws IOException {
            this.settings = settings;
            this.executor = CodeExecutor.open(
                    EngineConfiguration.read(new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8))));
        }

        synchronized void enter() {
            users++;
        }

        synchronized void leave() {
            users--;
            closeIfDone();
        }

        synchronized void retire() {
            retired = true;
            closeIfDone();
        }

        private void closeIfDone() {
            if (retired && users == 0) {
                executor.close();
            }
        }
    }
}

package io.jenkins.plugins.secureexec.agent;

import hudson.remoting.Channel;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import jenkins.security.MasterToSlaveCallable;

/**
 * The one callable that crosses remoting: runs a request in the agent's JVM. An interrupt stops the sandbox and still
 * brings a result back.
 */
final class ExecuteCall extends MasterToSlaveCallable<String, IOException> {
    private static final long serialVersionUID = 1L;

    private final String settings;
    private final String request;
    private final OutputStream stdout;
    private final OutputStream stderr;
    private final OutputStream progress;

    ExecuteCall(String settings, String request, OutputStream stdout, OutputStream stderr, OutputStream progress) {
        this.settings = settings;
        this.request = request;
        this.stdout = stdout;
        this.stderr = stderr;
        this.progress = progress;
    }

    /** The result as JSON. */
    @Override
    public String call() throws IOException {
        try (AgentExecutors.Lease lease = AgentExecutors.current().lease(settings)) {
            ExecutionResult result = lease.executor().execute(WireRequest.read(request), new ToController());
            // The interrupt has done its work and would only keep the answer from being sent.
            boolean interrupted = Thread.interrupted();
            for (OutputStream stream : new OutputStream[] {stdout, stderr, progress}) {
                stream.close();
            }
            if (interrupted && Channel.current() == null) {
                Thread.currentThread().interrupt();
            }
            return EngineMapper.JSON.writeValueAsString(result);
        }
    }

    private final class ToController implements OutputListener {
        @Override
        public void output(Stream stream, byte[] bytes) throws IOException {
            send(stream == Stream.STDOUT ? stdout : stderr, bytes);
        }

        @Override
        public void progress(String line) throws IOException {
            send(progress, (line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        private void send(OutputStream stream, byte[] bytes) throws IOException {
            stream.write(bytes);
            stream.flush();
        }
    }
}

package io.jenkins.plugins.secureexec.agent;

import hudson.FilePath;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.RemoteOutputStream;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An execution on the agent that has the workspace, seen from the controller. */
public final class AgentExecution {
    private static final Logger LOGGER = Logger.getLogger(AgentExecution.class.getName());
    /** The sandbox kills within a second; the rest is for a slow line. */
    private static final long STOP_SECONDS = 20;

    /** What an image's progress may take in the log. */
    private static final long PROGRESS_BYTES = 1 << 20;

    private final FilePath workspace;
    private final AgentPlace place;
    private final String settings;
    private final ExecutionRequest request;
    private final CleanLines stdout;
    private final CleanLines stderr;
    private final CleanLines progress;

    /**
     * Prepares to run a request.
     *
     * @param settings of the engine, as the administrator wrote them
     * @param listener gets the snippet's output while it runs
     */
    public AgentExecution(FilePath workspace, String settings, ExecutionRequest request, TaskListener listener) {
        this.workspace = workspace;
        this.place = AgentPlace.of(workspace);
        this.settings = settings;
        this.request = request;
        this.stdout = new CleanLines(listener.getLogger(), request.limits().outputBytes());
        this.stderr = new CleanLines(listener.getLogger(), request.limits().outputBytes());
        this.progress = new CleanLines(listener.getLogger(), PROGRESS_BYTES);
    }

    /**
     * Runs it to its end. A thread that is interrupted stops the sandbox, gets a result with the status {@code aborted}
     * and stays interrupted; a lost agent is a result as well.
     */
    public ExecutionResult run() {
        try {
            VirtualChannel channel = workspace.getChannel();
            String answer = channel instanceof Channel remote
                    ? onAgent(remote)
                    : new ExecuteCall(settings, WireRequest.write(request), stdout, stderr, progress).call();
            return new Answer(request).read(answer);
        } catch (IOException | ExecutionException e) {
            LOGGER.log(Level.WARNING, "An execution on " + place.name() + " was lost", e);
            return Verdict.of(
                    request,
                    ExecutionStatus.SANDBOX_ERROR,
                    place.lost(e, "ran", "; its sandbox ends with the connection"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.of(request, ExecutionStatus.ABORTED, "Stopped by the build.");
        } finally {
            stdout.end();
            stderr.end();
            progress.end();
        }
    }

    private String onAgent(Channel channel) throws IOException, ExecutionException, InterruptedException {
        Future<String> answer = channel.callAsync(new ExecuteCall(
                settings,
                WireRequest.write(request),
                new RemoteOutputStream(stdout),
                new RemoteOutputStream(stderr),
                new RemoteOutputStream(progress)));
        try {
            String json = answer.get();
            // The answer overtakes the output, which remoting writes from another thread.
            channel.syncLocalIO();
            return json;
        } catch (InterruptedException e) {
            return afterInterrupt(answer);
        }
    }

    /** The interrupted wait has told the agent to interrupt the execution, which still has an answer to give. */
    private static String afterInterrupt(Future<String> answer) throws InterruptedException, ExecutionException {
        try {
            String json = answer.get(STOP_SECONDS, TimeUnit.SECONDS);
            Thread.currentThread().interrupt();
            return json;
        } catch (TimeoutException e) {
            throw new InterruptedException("the agent did not say that it stopped");
        }
    }
}

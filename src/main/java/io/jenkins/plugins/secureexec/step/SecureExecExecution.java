package io.jenkins.plugins.secureexec.step;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Waits for the agent in a thread of its own, off the threads of the Pipeline engine. It is no {@code
 * SynchronousNonBlockingStepExecution}, for that one ends the step before the sandbox has stopped and is recorded.
 */
final class SecureExecExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final SecureExecStep step;
    private transient volatile Thread waiting;
    private transient volatile Throwable stopCause;

    SecureExecExecution(SecureExecStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() throws Exception {
        FilePath workspace = getContext().get(FilePath.class);
        SnippetRun snippet = new SnippetRun(
                step, getContext().get(Run.class), workspace, getContext().get(TaskListener.class));
        waiting = new Thread(() -> await(snippet), "secureExec in " + workspace.getRemote());
        waiting.setDaemon(true);
        waiting.start();
        return false;
    }

    private void await(SnippetRun snippet) {
        try {
            ExecutionResult result = snippet.run();
            if (!Jenkins.get().isTerminating()) {
                snippet.record(result);
                end(result);
            }
            // Else the agent was lost because Jenkins goes down, and onResume tells so when it is up again.
        } catch (Throwable e) {
            getContext().onFailure(stopCause == null ? e : stopCause);
        }
    }

    private void end(ExecutionResult result) {
        if (stopCause != null) {
            getContext().onFailure(stopCause);
        } else if (result.status() == ExecutionStatus.SUCCESS || !step.isFailOnError()) {
            getContext().onSuccess(new SecureExecResult(result));
        } else {
            getContext().onFailure(new AbortException(SnippetRun.failure(result)));
        }
    }

    @Override
    public void stop(Throwable cause) {
        stopCause = cause;
        Thread running = waiting;
        if (running != null && running.isAlive()) {
            running.interrupt();
        } else {
            getContext().onFailure(cause);
        }
    }

    @Override
    public void onResume() {
        try {
            SnippetRun snippet = new SnippetRun(
                    step, getContext().get(Run.class), null, getContext().get(TaskListener.class));
            ExecutionResult result = snippet.lost("Jenkins restarted while the snippet ran, and its sandbox ended with "
                    + "the connection to the agent. Run the build again.");
            snippet.record(result);
            end(result);
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }
}

package io.jenkins.plugins.secureexec.step;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.secureexec.agent.AgentExecution;
import io.jenkins.plugins.secureexec.agent.Verdict;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Violation;
import io.jenkins.plugins.secureexec.policy.ExecutionPolicy;
import io.jenkins.plugins.secureexec.policy.PolicyRefusal;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import io.jenkins.plugins.secureexec.report.ExecutionsAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The one road of a build's snippet: policy, agent, record. The Pipeline step and the freestyle step both take it. */
public final class SnippetRun {
    private final SecureExecStep step;
    private final Run<?, ?> run;
    private final FilePath workspace;
    private final TaskListener listener;

    public SnippetRun(SecureExecStep step, Run<?, ?> run, FilePath workspace, TaskListener listener) {
        this.step = step;
        this.run = run;
        this.workspace = workspace;
        this.listener = listener;
    }

    /**
     * Runs the snippet. A thread that is interrupted gets a result with the status {@code aborted} and stays
     * interrupted.
     *
     * @throws AbortException of parameters that make no sense, in words; nothing ran
     */
    public ExecutionResult run() throws IOException, InterruptedException {
        try {
            ExecutionPolicy policy = SecureExecConfiguration.get().policy();
            policy.check(step);
            workspace.mkdirs();
            byte[] code = SnippetCode.read(step, workspace, policy);
            ExecutionRequest request = policy.resolve(step, code, workspace.getRemote());
            return new AgentExecution(workspace, policy.engineSettings(), request, listener).run();
        } catch (PolicyRefusal e) {
            return Verdict.of(e.request(), ExecutionStatus.REJECTED, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new AbortException("secureExec: " + e.getMessage());
        }
    }

    /** Tells in the log what the validator found, and keeps the result on the build. */
    public void record(ExecutionResult result) throws IOException {
        for (Violation violation : result.securityViolations()) {
            listener.getLogger().println(violation.inLog(step.place()));
        }
        // A channel to a file closes under a thread that is interrupted, and an aborted execution is not to be lost.
        boolean interrupted = Thread.interrupted();
        try {
            ExecutionsAction.record(run, result);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The result of a run of which nothing more will be heard. */
    ExecutionResult lost(String sentence) {
        byte[] code = step.getCode() == null ? new byte[0] : step.getCode().getBytes(StandardCharsets.UTF_8);
        return Verdict.of(
                SecureExecConfiguration.get().policy().asked(step, code), ExecutionStatus.SANDBOX_ERROR, sentence);
    }

    /** Why a build fails: one sentence. */
    public static String failure(ExecutionResult result) {
        return "The snippet (" + result.language() + ", " + result.environment().word() + ") ended as "
                + result.status().word() + ": " + result.message();
    }
}

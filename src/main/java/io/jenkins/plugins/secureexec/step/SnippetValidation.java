package io.jenkins.plugins.secureexec.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.secureexec.agent.AgentValidation;
import io.jenkins.plugins.secureexec.engine.Severity;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.Violation;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import io.jenkins.plugins.secureexec.engine.validation.ValidationResult;
import io.jenkins.plugins.secureexec.policy.ExecutionPolicy;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** The road of a snippet that is judged and does not run. The Pipeline step and the freestyle step both take it. */
public final class SnippetValidation {
    private final SnippetStep step;
    private final String stepName;
    private final FilePath workspace;
    private final TaskListener listener;

    /** @param stepName for sentences about the parameters */
    public SnippetValidation(SnippetStep step, String stepName, FilePath workspace, TaskListener listener) {
        this.step = step;
        this.stepName = stepName;
        this.workspace = workspace;
        this.listener = listener;
    }

    /**
     * Judges the snippet and tells in the log what was found.
     *
     * @param sarif where in the workspace to write the findings, too
     * @throws AbortException of parameters that make no sense, or where no verdict is possible, in words
     */
    public FileVerdict judge(@CheckForNull String sarif) throws IOException, InterruptedException {
        try {
            ExecutionPolicy policy = SecureExecConfiguration.get().policy();
            ExecutionPolicy.Judgement judgement = policy.judgement(step);
            workspace.mkdirs();
            FileVerdict verdict = new AgentValidation(workspace, policy.engineSettings())
                    .judge(
                            step.place(),
                            judgement.language(),
                            SnippetCode.read(step, workspace, policy),
                            judgement.request(),
                            sarif);
            if (verdict.failed()) {
                throw new AbortException(stepName + ": " + verdict.message());
            }
            verdict.lines().forEach(listener.getLogger()::println);
            return verdict;
        } catch (IllegalArgumentException e) {
            throw new AbortException(stepName + ": " + e.getMessage());
        }
    }

    /** Why a build fails: one sentence. */
    public static String failure(FileVerdict verdict) {
        ValidationMode mode = verdict.strictMode() ? ValidationMode.STRICT : ValidationMode.LENIENT;
        List<Violation> refusing = verdict.violations().stream()
                .filter(violation -> ValidationResult.refuses(violation, mode))
                .toList();
        Severity worst = refusing.stream()
                .map(Violation::severity)
                .max(Comparator.naturalOrder())
                .orElse(verdict.risk());
        return String.format(
                "The validator refuses %s (%s, %s mode) for %s of severity %s; the log names the place and the way out.",
                verdict.file(),
                verdict.language(),
                mode.word(),
                refusing.size() == 1 ? "1 violation" : refusing.size() + " violations, the worst",
                worst.word());
    }
}

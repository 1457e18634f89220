package io.jenkins.plugins.secureexec.step;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/** A validation ends within seconds, and leaves nothing behind that would have to be waited for. */
final class ValidateCodeExecution extends SynchronousNonBlockingStepExecution<ValidateCodeResult> {
    private static final long serialVersionUID = 1L;

    private final ValidateCodeStep step;

    ValidateCodeExecution(ValidateCodeStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    protected ValidateCodeResult run() throws Exception {
        FileVerdict verdict = new SnippetValidation(
                        step,
                        "validateCode",
                        getContext().get(FilePath.class),
                        getContext().get(TaskListener.class))
                .judge(step.getSarif());
        if (!verdict.safe() && step.isFailOnViolation()) {
            throw new AbortException(SnippetValidation.failure(verdict));
        }
        return new ValidateCodeResult(verdict);
    }
}

package io.jenkins.plugins.secureexec.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Has the validator read a snippet on the agent. Nothing runs. */
public class ValidateCodeStep extends SnippetStep {
    private static final long serialVersionUID = 1L;

    private boolean failOnViolation = true;
    private String sarif;

    @DataBoundConstructor
    public ValidateCodeStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new ValidateCodeExecution(this, context);
    }

    /** Whether a snippet that is refused fails the build. */
    public boolean isFailOnViolation() {
        return failOnViolation;
    }

    @DataBoundSetter
    public void setFailOnViolation(boolean value) {
        failOnViolation = value;
    }

    /** A path in the workspace for the findings in SARIF. */
    @CheckForNull
    public String getSarif() {
        return sarif;
    }

    @DataBoundSetter
    public void setSarif(@CheckForNull String value) {
        sarif = Util.fixEmptyAndTrim(value);
    }

    @Extension
    public static class DescriptorImpl extends SnippetStepDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ValidateCodeStep_displayName();
        }

        @Override
        public String getFunctionName() {
            return "validateCode";
        }
    }
}

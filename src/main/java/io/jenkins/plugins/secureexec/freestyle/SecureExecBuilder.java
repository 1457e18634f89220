package io.jenkins.plugins.secureexec.freestyle;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import io.jenkins.plugins.secureexec.step.SecureExecStep;
import io.jenkins.plugins.secureexec.step.SnippetRun;
import io.jenkins.plugins.secureexec.step.SnippetValidation;
import java.io.IOException;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Runs a snippet as a build step; its parameters are those of the Pipeline step. */
public class SecureExecBuilder extends Builder {
    private final SecureExecStep step;
    private boolean validateOnly;

    @DataBoundConstructor
    public SecureExecBuilder(SecureExecStep step) {
        this.step = step;
    }

    /** What to run; of a configuration that says nothing, a step that says what it lacks. */
    public SecureExecStep getStep() {
        return step == null ? new SecureExecStep() : step;
    }

    /** Whether the snippet is only judged and does not run. */
    public boolean isValidateOnly() {
        return validateOnly;
    }

    @DataBoundSetter
    public void setValidateOnly(boolean value) {
        validateOnly = value;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        FilePath workspace = build.getWorkspace();
        if (workspace == null) {
            throw new AbortException("The agent " + build.getBuiltOnStr() + " is gone; run the build again.");
        }
        SecureExecStep expanded = getStep().expanded(build.getEnvironment(listener));
        return validateOnly ? judge(expanded, workspace, listener) : run(expanded, build, workspace, listener);
    }

    private static boolean judge(SecureExecStep step, FilePath workspace, BuildListener listener)
            throws InterruptedException, IOException {
        FileVerdict verdict = new SnippetValidation(step, "secureExec", workspace, listener).judge(null);
        return verdict.safe() || failed(step, SnippetValidation.failure(verdict), listener);
    }

    private static boolean run(
            SecureExecStep step, AbstractBuild<?, ?> build, FilePath workspace, BuildListener listener)
            throws InterruptedException, IOException {
        SnippetRun snippet = new SnippetRun(step, build, workspace, listener);
        ExecutionResult result = snippet.run();
        snippet.record(result);
        if (Thread.interrupted()) {
            throw new InterruptedException(result.message());
        }
        return result.status() == ExecutionStatus.SUCCESS || failed(step, SnippetRun.failure(result), listener);
    }

    /** Ends the build with this sentence, or goes on where the author wants it. */
    private static boolean failed(SecureExecStep step, String sentence, BuildListener listener) throws AbortException {
        if (step.isFailOnError()) {
            throw new AbortException(sentence);
        }
        listener.getLogger().println(sentence);
        return true;
    }

    @Extension
    public static class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SecureExecBuilder_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}

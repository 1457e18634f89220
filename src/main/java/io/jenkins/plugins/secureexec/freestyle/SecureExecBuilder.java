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
import io.jenkins.plugins.secureexec.step.SecureExecStep;
import io.jenkins.plugins.secureexec.step.SnippetRun;
import java.io.IOException;
import org.kohsuke.stapler.DataBoundConstructor;

/** Runs a snippet as a build step; its parameters are those of the Pipeline step. */
public class SecureExecBuilder extends Builder {
    private final SecureExecStep step;

    @DataBoundConstructor
    public SecureExecBuilder(SecureExecStep step) {
        this.step = step;
    }

    public SecureExecStep getStep() {
        return step;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        FilePath workspace = build.getWorkspace();
        if (workspace == null) {
            throw new AbortException("The agent " + build.getBuiltOnStr() + " is gone; run the build again.");
        }
        SnippetRun snippet =
                new SnippetRun(step.expanded(build.getEnvironment(listener)), build, workspace, listener);
        ExecutionResult result = snippet.run();
        snippet.record(result);
        if (Thread.interrupted()) {
            throw new InterruptedException(result.message());
        }
        if (result.status() == ExecutionStatus.SUCCESS) {
            return true;
        }
        if (step.isFailOnError()) {
            throw new AbortException(SnippetRun.failure(result));
        }
        listener.getLogger().println(SnippetRun.failure(result));
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

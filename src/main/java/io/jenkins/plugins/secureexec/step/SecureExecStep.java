package io.jenkins.plugins.secureexec.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.policy.AuthorParameters;
import io.jenkins.plugins.secureexec.policy.ExecutionPolicy;
import io.jenkins.plugins.secureexec.policy.FormPermission;
import io.jenkins.plugins.secureexec.policy.LimitParameters;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Runs a snippet in a sandbox on the agent. The one declaration of the author's parameters; the freestyle step holds an
 * object of this class.
 */
public class SecureExecStep extends SnippetStep implements AuthorParameters, Cloneable {
    private static final long serialVersionUID = 1L;

    private String environment;
    private String registryCredentialsId;
    private LimitParameters limits;
    /** Null where a configuration written by hand does not name it: XStream runs no initialiser. */
    private Boolean validate;

    private String stdin;
    private ArrayList<String> args;
    private ArrayList<String> env;
    private Boolean failOnError;

    @DataBoundConstructor
    public SecureExecStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new SecureExecExecution(this, context);
    }

    /**
     * The same with the variables of a build put in where they are data. The code stays as it is: a value put into it
     * would be run.
     */
    public SecureExecStep expanded(EnvVars variables) {
        SecureExecStep expanded;
        try {
            expanded = (SecureExecStep) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this class can be cloned", e);
        }
        expanded.setFile(variables.expand(getFile()));
        expanded.stdin = variables.expand(stdin);
        expanded.setArgs(getArgs().stream().map(variables::expand).toList());
        expanded.setEnv(getEnv().stream().map(variables::expand).toList());
        return expanded;
    }

    @CheckForNull
    @Override
    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(@CheckForNull String value) {
        environment = Util.fixEmptyAndTrim(value);
    }

    /** Of a username with password for the registry of the Docker image. */
    @CheckForNull
    public String getRegistryCredentialsId() {
        return registryCredentialsId;
    }

    @DataBoundSetter
    public void setRegistryCredentialsId(@CheckForNull String value) {
        registryCredentialsId = Util.fixEmptyAndTrim(value);
    }

    @CheckForNull
    @Override
    public LimitParameters getLimits() {
        return limits;
    }

    @DataBoundSetter
    public void setLimits(@CheckForNull LimitParameters value) {
        limits = value == null || value.isEmpty() ? null : value;
    }

    @Override
    public boolean isValidate() {
        return validate == null || validate;
    }

    @DataBoundSetter
    public void setValidate(boolean value) {
        validate = value;
    }

    @CheckForNull
    @Override
    public String getStdin() {
        return stdin;
    }

    @DataBoundSetter
    public void setStdin(@CheckForNull String value) {
        stdin = Util.fixEmpty(value);
    }

    @NonNull
    @Override
    public List<String> getArgs() {
        return args == null ? List.of() : List.copyOf(args);
    }

    @DataBoundSetter
    public void setArgs(@CheckForNull List<String> value) {
        args = new ArrayList<>(Util.fixNull(value));
    }

    @NonNull
    @Override
    public List<String> getEnv() {
        return env == null ? List.of() : List.copyOf(env);
    }

    @DataBoundSetter
    public void setEnv(@CheckForNull List<String> value) {
        env = new ArrayList<>(Util.fixNull(value));
    }

    /** Whether anything but success fails the build. */
    public boolean isFailOnError() {
        return failOnError == null || failOnError;
    }

    @DataBoundSetter
    public void setFailOnError(boolean value) {
        failOnError = value;
    }

    @Extension
    public static class DescriptorImpl extends SnippetStepDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SecureExecStep_displayName();
        }

        @Override
        public String getFunctionName() {
            return "secureExec";
        }

        /** A line for each entry, for a text area. */
        public String lines(@CheckForNull List<String> entries) {
            return entries == null ? "" : String.join("\n", entries);
        }

        @POST
        public ListBoxModel doFillEnvironmentItems(@AncestorInPath Item item) {
            ListBoxModel items = new ListBoxModel();
            if (FormPermission.mayConfigure(item)) {
                ExecutionPolicy policy = SecureExecConfiguration.get().policy();
                items.add(
                        Messages.SecureExecStep_default(
                                policy.defaultEnvironment().word()),
                        "");
                policy.environments().stream().map(Environment::word).forEach(items::add);
            }
            return items;
        }

        @POST
        public ListBoxModel doFillRegistryCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String registryCredentialsId) {
            return RegistryLogin.items(item, registryCredentialsId);
        }

        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormPermission.mayConfigure(item)
                            && Environment.NATIVE.word().equals(value)
                    ? FormValidation.ok(Messages.SecureExecStep_native())
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckNetworkAccess(@AncestorInPath Item item, @QueryParameter String value) {
            return checkAccess(item, value, SecureExecConfiguration.get().isNetworkAccessAllowed());
        }

        @POST
        public FormValidation doCheckFileSystemAccess(@AncestorInPath Item item, @QueryParameter String value) {
            return checkAccess(item, value, SecureExecConfiguration.get().isFileSystemAccessAllowed());
        }

        private static FormValidation checkAccess(
                @CheckForNull Item item, @CheckForNull String value, boolean allowed) {
            return FormPermission.mayConfigure(item) && "true".equals(value) && !allowed
                    ? FormValidation.error(Messages.SecureExecStep_accessNotAllowed())
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckEnv(@AncestorInPath Item item, @QueryParameter String value) {
            if (FormPermission.mayConfigure(item) && value != null) {
                for (String line : value.lines().filter(text -> !text.isBlank()).toList()) {
                    if (line.indexOf('=') < 1) {
                        return FormValidation.error(Messages.SecureExecStep_badVariable(line));
                    }
                }
            }
            return FormValidation.ok();
        }
    }
}

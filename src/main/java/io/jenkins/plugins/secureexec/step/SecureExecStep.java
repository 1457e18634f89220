package io.jenkins.plugins.secureexec.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.policy.AuthorParameters;
import io.jenkins.plugins.secureexec.policy.ExecutionPolicy;
import io.jenkins.plugins.secureexec.policy.FormPermission;
import io.jenkins.plugins.secureexec.policy.LimitParameters;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Runs a snippet in a sandbox on the agent. The one declaration of the author's parameters; the freestyle step holds an
 * object of this class.
 */
public class SecureExecStep extends Step implements AuthorParameters, Cloneable, Serializable {
    private static final long serialVersionUID = 1L;

    private String language;
    private String code;
    private String file;
    private String environment;
    private LimitParameters limits;
    private Boolean networkAccess;
    private Boolean fileSystemAccess;
    private boolean strict = true;
    private boolean validate = true;
    private String stdin;
    private ArrayList<String> args = new ArrayList<>();
    private ArrayList<String> env = new ArrayList<>();
    private boolean failOnError = true;

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
        expanded.file = variables.expand(file);
        expanded.stdin = variables.expand(stdin);
        expanded.args = new ArrayList<>(args.stream().map(variables::expand).toList());
        expanded.env = new ArrayList<>(env.stream().map(variables::expand).toList());
        return expanded;
    }

    @CheckForNull
    @Override
    public String getLanguage() {
        return language;
    }

    @DataBoundSetter
    public void setLanguage(@CheckForNull String value) {
        language = Util.fixEmptyAndTrim(value);
    }

    @CheckForNull
    @Override
    public String getCode() {
        return code;
    }

    @DataBoundSetter
    public void setCode(@CheckForNull String value) {
        code = value;
    }

    @CheckForNull
    @Override
    public String getFile() {
        return file;
    }

    @DataBoundSetter
    public void setFile(@CheckForNull String value) {
        file = Util.fixEmptyAndTrim(value);
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

    @CheckForNull
    @Override
    public LimitParameters getLimits() {
        return limits;
    }

    @DataBoundSetter
    public void setLimits(@CheckForNull LimitParameters value) {
        limits = value == null || value.isEmpty() ? null : value;
    }

    @CheckForNull
    @Override
    public Boolean getNetworkAccess() {
        return networkAccess;
    }

    @DataBoundSetter
    public void setNetworkAccess(@CheckForNull Boolean value) {
        networkAccess = value;
    }

    @CheckForNull
    @Override
    public Boolean getFileSystemAccess() {
        return fileSystemAccess;
    }

    @DataBoundSetter
    public void setFileSystemAccess(@CheckForNull Boolean value) {
        fileSystemAccess = value;
    }

    @Override
    public boolean isStrict() {
        return strict;
    }

    @DataBoundSetter
    public void setStrict(boolean value) {
        strict = value;
    }

    @Override
    public boolean isValidate() {
        return validate;
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
        return List.copyOf(args);
    }

    @DataBoundSetter
    public void setArgs(@CheckForNull List<String> value) {
        args = new ArrayList<>(Util.fixNull(value));
    }

    @NonNull
    @Override
    public List<String> getEnv() {
        return List.copyOf(env);
    }

    @DataBoundSetter
    public void setEnv(@CheckForNull List<String> value) {
        env = new ArrayList<>(Util.fixNull(value));
    }

    /** Whether anything but success fails the build. */
    public boolean isFailOnError() {
        return failOnError;
    }

    @DataBoundSetter
    public void setFailOnError(boolean value) {
        failOnError = value;
    }

    @Extension
    public static class DescriptorImpl extends StepDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SecureExecStep_displayName();
        }

        @Override
        public String getFunctionName() {
            return "secureExec";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(FilePath.class, Run.class, TaskListener.class);
        }

        @Override
        public Step newInstance(Map<String, Object> arguments) throws Exception {
            try {
                return super.newInstance(PipelineArguments.checked(arguments));
            } catch (IllegalArgumentException e) {
                throw new AbortException("secureExec: " + PipelineArguments.reason(e));
            }
        }

        @Override
        public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            return super.newInstance(request, FormFields.normalized(form));
        }

        /** A line for each entry, for a text area. */
        public String lines(@CheckForNull List<String> entries) {
            return entries == null ? "" : String.join("\n", entries);
        }

        @POST
        public ListBoxModel doFillLanguageItems(@AncestorInPath Item item) {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.SecureExecStep_languageOfFile(), "");
            if (FormPermission.mayConfigure(item)) {
                ExecutionPolicy policy = SecureExecConfiguration.get().policy();
                policy.languages().forEach(id -> items.add(policy.engine().languages().get(id).name(), id));
            }
            return items;
        }

        @POST
        public ListBoxModel doFillEnvironmentItems(@AncestorInPath Item item) {
            ListBoxModel items = new ListBoxModel();
            if (FormPermission.mayConfigure(item)) {
                ExecutionPolicy policy = SecureExecConfiguration.get().policy();
                items.add(Messages.SecureExecStep_default(policy.defaultEnvironment().word()), "");
                policy.environments().stream().map(Environment::word).forEach(items::add);
            }
            return items;
        }

        @POST
        public ListBoxModel doFillNetworkAccessItems() {
            return accessItems();
        }

        @POST
        public ListBoxModel doFillFileSystemAccessItems() {
            return accessItems();
        }

        private static ListBoxModel accessItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.SecureExecStep_accessOfPreset(), "");
            items.add(Messages.SecureExecStep_accessNo(), "false");
            items.add(Messages.SecureExecStep_accessYes(), "true");
            return items;
        }

        @POST
        public FormValidation doCheckLanguage(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String file) {
            return FormPermission.mayConfigure(item) && Util.fixEmpty(value) == null && Util.fixEmpty(file) == null
                    ? FormValidation.error(Messages.SecureExecStep_languageMissing())
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckCode(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String file) {
            boolean hasCode = value != null && !value.isBlank();
            boolean hasFile = Util.fixEmptyAndTrim(file) != null;
            if (!FormPermission.mayConfigure(item) || hasCode != hasFile) {
                return FormValidation.ok();
            }
            return FormValidation.error(
                    hasCode ? Messages.SecureExecStep_bothCodeAndFile() : Messages.SecureExecStep_neitherCodeNorFile());
        }

        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormPermission.mayConfigure(item) && Environment.NATIVE.word().equals(value)
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

        private static FormValidation checkAccess(@CheckForNull Item item, @CheckForNull String value, boolean allowed) {
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

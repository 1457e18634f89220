package io.jenkins.plugins.secureexec.step;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.secureexec.policy.ExecutionPolicy;
import io.jenkins.plugins.secureexec.policy.FormPermission;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What the forms and the Pipeline arguments of the steps have in common. */
public abstract class SnippetStepDescriptor extends StepDescriptor {
    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(FilePath.class, Run.class, TaskListener.class);
    }

    @Override
    public Step newInstance(Map<String, Object> arguments) throws Exception {
        try {
            return super.newInstance(PipelineArguments.checked(clazz.asSubclass(SnippetStep.class), arguments));
        } catch (IllegalArgumentException e) {
            throw new AbortException(getFunctionName() + ": " + PipelineArguments.reason(e));
        }
    }

    @Override
    public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        return super.newInstance(request, FormFields.normalized(form));
    }

    @POST
    public ListBoxModel doFillLanguageItems(@AncestorInPath Item item) {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.SnippetStep_languageOfFile(), "");
        if (FormPermission.mayConfigure(item)) {
            ExecutionPolicy policy = SecureExecConfiguration.get().policy();
            policy.languages()
                    .forEach(id -> items.add(policy.engine().languages().get(id).name(), id));
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
        items.add(Messages.SnippetStep_accessOfPreset(), "");
        items.add(Messages.SnippetStep_accessNo(), "false");
        items.add(Messages.SnippetStep_accessYes(), "true");
        return items;
    }

    @POST
    public FormValidation doCheckLanguage(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String file) {
        return FormPermission.mayConfigure(item) && Util.fixEmpty(value) == null && Util.fixEmpty(file) == null
                ? FormValidation.error(Messages.SnippetStep_languageMissing())
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
                hasCode ? Messages.SnippetStep_bothCodeAndFile() : Messages.SnippetStep_neitherCodeNorFile());
    }
}

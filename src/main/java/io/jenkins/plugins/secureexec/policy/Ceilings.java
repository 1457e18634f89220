package io.jenkins.plugins.secureexec.policy;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.util.FormValidation;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import org.kohsuke.stapler.DataBoundConstructor;

/** The most that an administrator lets anyone ask for; a limit without a number has no ceiling. */
public class Ceilings extends LimitValues<Ceilings> {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public Ceilings() {}

    @Extension
    public static class DescriptorImpl extends LimitValuesDescriptor<Ceilings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.Ceilings_displayName();
        }

        @Override
        protected FormValidation judge(Limit limit, int value) {
            int usual = LimitPresets.defaults().get(limit);
            return value < usual
                    ? FormValidation.warning(Messages.Ceilings_belowDefault(usual, limit.unit()))
                    : FormValidation.ok();
        }
    }
}

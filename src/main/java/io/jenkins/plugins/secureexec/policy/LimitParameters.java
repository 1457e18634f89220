package io.jenkins.plugins.secureexec.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** The limits that an author wrote: a preset, and numbers that override it. */
public class LimitParameters extends LimitValues<LimitParameters> {
    private static final long serialVersionUID = 1L;

    private String preset;

    @DataBoundConstructor
    public LimitParameters() {}

    /**
     * Checks a map as it is written in a Pipeline.
     *
     * @throws IllegalArgumentException naming the key and what is wrong with it
     */
    public static void check(Map<?, ?> map) {
        map.forEach((key, value) -> {
            if (key.equals("preset")) {
                LimitPresets.named(String.valueOf(value));
            } else {
                limit(String.valueOf(key)).parse(value);
            }
        });
    }

    private static Limit limit(String key) {
        for (Limit limit : Limit.values()) {
            if (limit.key().equals(key)) {
                return limit;
            }
        }
        throw new IllegalArgumentException("limit '" + key + "' is unknown; use preset or one of "
                + Arrays.stream(Limit.values()).map(Limit::key).collect(Collectors.joining(", ")));
    }

    /** The limits that hold after the numbers are laid over the preset. */
    ResourceLimits resolve() {
        ResourceLimits limits = preset == null ? LimitPresets.defaults() : LimitPresets.named(preset);
        for (Map.Entry<Limit, Integer> entry : written().entrySet()) {
            limits = limits.with(entry.getKey(), entry.getValue());
        }
        return limits;
    }

    /** Whether nothing was written. */
    public boolean isEmpty() {
        return preset == null && written().isEmpty();
    }

    @CheckForNull
    public String getPreset() {
        return preset;
    }

    @DataBoundSetter
    public void setPreset(@CheckForNull String preset) {
        this.preset = Util.fixEmptyAndTrim(preset);
    }

    @Extension
    public static class DescriptorImpl extends LimitValuesDescriptor<LimitParameters> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.LimitParameters_displayName();
        }

        @POST
        public ListBoxModel doFillPresetItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.LimitParameters_defaultPreset(LimitPresets.DEFAULT), "");
            LimitPresets.all().keySet().forEach(items::add);
            return items;
        }

        @Override
        protected FormValidation judge(Limit limit, int value) {
            Integer ceiling =
                    SecureExecConfiguration.get().getCeilings().written().get(limit);
            return ceiling != null && value > ceiling
                    ? FormValidation.error(ExecutionPolicy.aboveCeiling(limit, value, ceiling))
                    : FormValidation.ok();
        }
    }
}

package io.jenkins.plugins.secureexec.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.secureexec.engine.Limit;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** A number for each limit that somebody cared to write. */
public abstract class LimitValues<T extends LimitValues<T>> extends AbstractDescribableImpl<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private Integer maxExecutionTime;
    private Integer maxMemoryMb;
    private Integer maxCpuPercent;
    private Integer maxProcesses;
    private Integer maxOutputSizeKb;
    private Integer maxFileSizeMb;

    /** The numbers that were written. */
    public Map<Limit, Integer> written() {
        Map<Limit, Integer> written = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            Integer value = get(limit);
            if (value != null) {
                written.put(limit, value);
            }
        }
        return written;
    }

    @CheckForNull
    private Integer get(Limit limit) {
        return switch (limit) {
            case MAX_EXECUTION_TIME -> maxExecutionTime;
            case MAX_MEMORY_MB -> maxMemoryMb;
            case MAX_CPU_PERCENT -> maxCpuPercent;
            case MAX_PROCESSES -> maxProcesses;
            case MAX_OUTPUT_SIZE_KB -> maxOutputSizeKb;
            case MAX_FILE_SIZE_MB -> maxFileSizeMb;
        };
    }

    @CheckForNull
    public Integer getMaxExecutionTime() {
        return maxExecutionTime;
    }

    @DataBoundSetter
    public void setMaxExecutionTime(@CheckForNull Integer value) {
        maxExecutionTime = value;
    }

    @CheckForNull
    public Integer getMaxMemoryMb() {
        return maxMemoryMb;
    }

    @DataBoundSetter
    public void setMaxMemoryMb(@CheckForNull Integer value) {
        maxMemoryMb = value;
    }

    @CheckForNull
    public Integer getMaxCpuPercent() {
        return maxCpuPercent;
    }

    @DataBoundSetter
    public void setMaxCpuPercent(@CheckForNull Integer value) {
        maxCpuPercent = value;
    }

    @CheckForNull
    public Integer getMaxProcesses() {
        return maxProcesses;
    }

    @DataBoundSetter
    public void setMaxProcesses(@CheckForNull Integer value) {
        maxProcesses = value;
    }

    @CheckForNull
    public Integer getMaxOutputSizeKb() {
        return maxOutputSizeKb;
    }

    @DataBoundSetter
    public void setMaxOutputSizeKb(@CheckForNull Integer value) {
        maxOutputSizeKb = value;
    }

    @CheckForNull
    public Integer getMaxFileSizeMb() {
        return maxFileSizeMb;
    }

    @DataBoundSetter
    public void setMaxFileSizeMb(@CheckForNull Integer value) {
        maxFileSizeMb = value;
    }

    /** Checks the six fields of the form. */
    public abstract static class LimitValuesDescriptor<T extends LimitValues<T>> extends Descriptor<T> {
        /** What an otherwise fine value should be told. */
        protected abstract FormValidation judge(Limit limit, int value);

        @Override
        public T newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            return super.newInstance(request, EmptyFields.removedFrom(form));
        }

        @POST
        public FormValidation doCheckMaxExecutionTime(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Limit.MAX_EXECUTION_TIME, value);
        }

        @POST
        public FormValidation doCheckMaxMemoryMb(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Limit.MAX_MEMORY_MB, value);
        }

        @POST
        public FormValidation doCheckMaxCpuPercent(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Limit.MAX_CPU_PERCENT, value);
        }

        @POST
        public FormValidation doCheckMaxProcesses(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Limit.MAX_PROCESSES, value);
        }

        @POST
        public FormValidation doCheckMaxOutputSizeKb(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Limit.MAX_OUTPUT_SIZE_KB, value);
        }

        @POST
        public FormValidation doCheckMaxFileSizeMb(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, Limit.MAX_FILE_SIZE_MB, value);
        }

        private FormValidation check(@CheckForNull Item item, Limit limit, @CheckForNull String value) {
            if (!FormPermission.mayConfigure(item) || value == null || value.isBlank()) {
                return FormValidation.ok();
            }
            try {
                return judge(limit, limit.parse(value));
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}

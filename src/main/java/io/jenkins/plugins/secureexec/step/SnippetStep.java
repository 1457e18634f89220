package io.jenkins.plugins.secureexec.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.secureexec.policy.SnippetParameters;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** A snippet and how it is to be judged: what all steps say about it. */
public abstract class SnippetStep extends Step implements SnippetParameters, Serializable {
    private static final long serialVersionUID = 1L;

    private String language;
    private String code;
    private String file;
    private Boolean networkAccess;
    private Boolean fileSystemAccess;
    /** Null where a configuration written by hand does not name it: XStream runs no initialiser. */
    private Boolean strict;

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
        return strict == null || strict;
    }

    @DataBoundSetter
    public void setStrict(boolean value) {
        strict = value;
    }

    /** What the snippet is called in findings. */
    String place() {
        return file == null ? "code" : file;
    }
}

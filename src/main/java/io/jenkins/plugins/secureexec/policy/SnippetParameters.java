package io.jenkins.plugins.secureexec.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** What an author wrote about a snippet that is read, run or not; what is null was left out. */
public interface SnippetParameters {
    @CheckForNull
    String getLanguage();

    @CheckForNull
    String getCode();

    /** A path in the workspace. */
    @CheckForNull
    String getFile();

    @CheckForNull
    Boolean getNetworkAccess();

    @CheckForNull
    Boolean getFileSystemAccess();

    /** Whether the validator is strict. */
    boolean isStrict();

    /** Whether there is a validator at all. */
    default boolean isValidate() {
        return true;
    }

    /** Those under which it would run; a preset grants access too. */
    @CheckForNull
    default LimitParameters getLimits() {
        return null;
    }
}

package io.jenkins.plugins.secureexec.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/** What an author wrote, as it was written; what is null was left out. */
public interface AuthorParameters {
    @CheckForNull
    String getLanguage();

    @CheckForNull
    String getCode();

    /** A path in the workspace. */
    @CheckForNull
    String getFile();

    @CheckForNull
    String getEnvironment();

    @CheckForNull
    LimitParameters getLimits();

    @CheckForNull
    Boolean getNetworkAccess();

    @CheckForNull
    Boolean getFileSystemAccess();

    /** Whether the validator is strict. */
    boolean isStrict();

    /** Whether there is a validator at all. */
    boolean isValidate();

    @CheckForNull
    String getStdin();

    @NonNull
    List<String> getArgs();

    /** Variables, each written {@code NAME=value}. */
    @NonNull
    List<String> getEnv();
}

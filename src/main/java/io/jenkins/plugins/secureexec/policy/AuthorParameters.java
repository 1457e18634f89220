package io.jenkins.plugins.secureexec.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/** What an author wrote about a snippet that is to run, as it was written; what is null was left out. */
public interface AuthorParameters extends SnippetParameters {
    @CheckForNull
    String getEnvironment();

    @CheckForNull
    String getStdin();

    @NonNull
    List<String> getArgs();

    /** Variables, each written {@code NAME=value}. */
    @NonNull
    List<String> getEnv();
}

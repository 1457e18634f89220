package io.jenkins.plugins.secureexec.engine.sandbox;

import io.jenkins.plugins.secureexec.engine.language.Language;
import java.util.List;

/** Runs commands that nobody trusts. Safe for use by several threads. */
public interface Sandbox extends AutoCloseable {
    /** The user and the group, of the machine, whose rights a snippet has where the agent is the superuser. */
    String UNPRIVILEGED = "65534";

    /**
     * Runs one stage to its end, be that its own or a limit's.
     *
     * @throws SandboxException where the sandbox could not be set up or was lost
     * @throws InterruptedException after everything that the stage had started is gone
     */
    StageResult run(Stage stage, OutputCapture output) throws SandboxException, InterruptedException;

    /** Whether what it runs on is there: the program, or the daemon. */
    boolean isAvailable();

    /** Whether the tools of a language are there. */
    boolean provides(Language language);

    /** Looks at what it needs of this machine, apart from the languages' tools. */
    List<Check> checks() throws InterruptedException;

    /** Ends what it still holds. */
    @Override
    void close();
}

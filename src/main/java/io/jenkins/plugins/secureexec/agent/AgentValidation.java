package io.jenkins.plugins.secureexec.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import io.jenkins.plugins.secureexec.engine.validation.ValidationRequest;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A validation on the agent that has the workspace, seen from the controller. */
public final class AgentValidation {
    private static final Logger LOGGER = Logger.getLogger(AgentValidation.class.getName());

    private final FilePath workspace;
    private final String settings;
    private final AgentPlace place;

    /** @param settings of the engine, as the administrator wrote them */
    public AgentValidation(FilePath workspace, String settings) {
        this.workspace = workspace;
        this.settings = settings;
        this.place = AgentPlace.of(workspace);
    }

    /**
     * Judges a snippet. A lost agent is a verdict that failed.
     *
     * @param file what the snippet is called in findings
     * @param sarif where in the workspace to write them, too
     */
    public FileVerdict judge(
            String file, String language, byte[] code, ValidationRequest request, @CheckForNull String sarif)
            throws InterruptedException {
        try {
            String answer = workspace.act(new ValidateCall(settings, file, language, code, request, sarif));
            return VerdictAnswer.read(answer, file, language, request.mode());
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.WARNING, "An agent's answer is no verdict", e);
            return FileVerdict.failure(
                    file, "The agent's answer cannot be understood; the log of Jenkins has the details.");
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "A validation on " + place.name() + " was lost", e);
            return FileVerdict.failure(file, place.lost(e, "was read", ""));
        }
    }
}

package io.jenkins.plugins.secureexec.agent;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.RequestAbortedException;
import java.util.concurrent.ExecutionException;

/**
 * The node that has a workspace, by the name that an author knows. It is looked up before anything is sent there: of a
 * node that was lost meanwhile, the workspace no longer tells the name.
 */
record AgentPlace(String name) {
    static AgentPlace of(FilePath workspace) {
        Computer computer = workspace.toComputer();
        return new AgentPlace(computer == null ? "the agent" : computer.getDisplayName());
    }

    /**
     * Why a call to it brought no answer, in words.
     *
     * @param done what was done to the snippet, such as {@code ran}
     * @param consequence of a lost connection, or nothing
     */
    String lost(Exception e, String done, String consequence) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (isLostConnection(cause)) {
            return "The connection to " + name + " was lost while the snippet " + done + " (" + reason + ")"
                    + consequence + ". Bring the agent back and run the build again.";
        }
        return name + " gave no answer about the snippet: " + reason + "; the log of Jenkins has the details.";
    }

    private static boolean isLostConnection(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RequestAbortedException || cause instanceof ChannelClosedException) {
                return true;
            }
        }
        return false;
    }
}

package io.jenkins.plugins.secureexec.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;

/** The executors of the controller's own JVM, for builds on the built-in node. Agents never load this class. */
@Extension
public final class BuiltInNodeExecutors {
    private final AgentExecutors executors = new AgentExecutors();

    static AgentExecutors get() {
        return ExtensionList.lookupSingleton(BuiltInNodeExecutors.class).executors;
    }

    /** Ends with Jenkins. */
    @Terminator
    public void close() {
        executors.close();
    }
}

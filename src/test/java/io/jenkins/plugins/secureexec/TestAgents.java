package io.jenkins.plugins.secureexec;

import hudson.model.Label;
import hudson.slaves.DumbSlave;
import java.util.Arrays;
import jenkins.security.MasterToSlaveCallable;
import org.jvnet.hudson.test.JenkinsRule;

/** Agents in a JVM of their own, and what goes on on their machine. */
public final class TestAgents {
    private TestAgents() {}

    /** An agent that is online, found by this label. */
    public static DumbSlave online(JenkinsRule jenkins, String label) throws Exception {
        return jenkins.createOnlineSlave(Label.get(label));
    }

    /** The process of an agent's JVM. */
    public static ProcessHandle process(DumbSlave agent) throws Exception {
        return ProcessHandle.of(agent.getChannel().call(new Pid())).orElseThrow();
    }

    /** Whether a process that holds this word among its arguments is running on this machine. */
    public static boolean isRunning(String argument) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(argument::equals));
    }

    private static final class Pid extends MasterToSlaveCallable<Long, RuntimeException> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }
}

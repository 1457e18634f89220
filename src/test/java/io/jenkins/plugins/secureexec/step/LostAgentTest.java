package io.jenkins.plugins.secureexec.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.secureexec.TestAgents;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import io.jenkins.plugins.secureexec.report.ExecutionsAction;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class LostAgentTest {
    @Test
    void an_agent_that_is_killed_ends_the_build_with_a_clear_message_and_works_again_when_it_is_back(
            JenkinsRule jenkins) throws Exception {
        SecureExecConfiguration.get().setUnvalidatedAllowed(true);
        DumbSlave agent = TestAgents.online(jenkins, "remote");
        WorkflowRun build = running(jenkins, "16180");

        TestAgents.process(agent).destroyForcibly();

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains(
                "ended as sandbox_error: The connection to " + agent.getNodeName() + " was lost", build);
        assertThat(build.getAction(ExecutionsAction.class).getRows())
                .extracting("status")
                .containsExactly("sandbox_error");
        nothingIsLeftOf("16180");

        jenkins.waitOnline(agent);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "node('remote') { secureExec validate: false, language: 'bash', code: 'echo again', environment: 'native' }",
                true));
        jenkins.assertLogContains("again", jenkins.buildAndAssertSuccess(job));
    }

    @Test
    void a_connection_that_ends_takes_the_sandbox_along(JenkinsRule jenkins) throws Exception {
        SecureExecConfiguration.get().setUnvalidatedAllowed(true);
        DumbSlave agent = TestAgents.online(jenkins, "remote");
        WorkflowRun build = running(jenkins, "14142");

        agent.getComputer().disconnect(null);

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("was lost while the snippet ran", build);
        nothingIsLeftOf("14142");
    }

    private static WorkflowRun running(JenkinsRule jenkins, String seconds) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                node('remote') {
                  secureExec validate: false, language: 'bash', code: 'echo running; sleep %s', environment: 'native',
                    limits: [maxExecutionTime: 300]
                }""".formatted(seconds), true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("running", build);
        return build;
    }

    private static void nothingIsLeftOf(String argument) {
        await().atMost(Duration.ofSeconds(10)).until(() -> !TestAgents.isRunning(argument));
    }
}

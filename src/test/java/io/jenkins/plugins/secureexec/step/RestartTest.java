package io.jenkins.plugins.secureexec.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import io.jenkins.plugins.secureexec.TestAgents;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import io.jenkins.plugins.secureexec.report.ExecutionsAction;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

class RestartTest {
    @RegisterExtension
    private final RealJenkinsExtension controller = new RealJenkinsExtension();

    /** The agent's JVM outlives the controller's, and connects to the next one. */
    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @Test
    void a_build_whose_controller_restarts_ends_with_a_clear_message() throws Throwable {
        controller.startJenkins();
        agents.createAgent(controller, "remote");
        controller.runRemotely(RestartTest::begin);
        controller.stopJenkins();
        nothingIsLeft();
        controller.then(RestartTest::ended);
    }

    @Test
    void so_does_one_whose_controller_is_killed() throws Throwable {
        controller.startJenkins();
        agents.createAgent(controller, "remote");
        controller.runRemotely(RestartTest::begin);
        controller.stopJenkinsForcibly();
        nothingIsLeft();
        controller.then(RestartTest::ended);
    }

    private static void nothingIsLeft() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !TestAgents.isRunning("17320"));
    }

    private static void begin(JenkinsRule jenkins) throws Throwable {
        SecureExecConfiguration.get().setUnvalidatedAllowed(true);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition("""
                node('remote') {
                  secureExec validate: false, language: 'bash', code: 'echo running; sleep 17320', environment: 'native',
                    limits: [maxExecutionTime: 300]
                }""", true));
        jenkins.waitForMessage("running", job.scheduleBuild2(0).waitForStart());
    }

    private static void ended(JenkinsRule jenkins) throws Throwable {
        WorkflowRun build =
                jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("ended as sandbox_error: Jenkins restarted while the snippet ran", build);
        assertThat(build.getAction(ExecutionsAction.class).getRows())
                .extracting("status")
                .containsExactly("sandbox_error");
    }
}

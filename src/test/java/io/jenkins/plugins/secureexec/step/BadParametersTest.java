package io.jenkins.plugins.secureexec.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.secureexec.policy.Ceilings;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import io.jenkins.plugins.secureexec.report.ExecutionsAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BadParametersTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @BeforeEach
    void configure() {
        SecureExecConfiguration configuration = SecureExecConfiguration.get();
        configuration.setDefaultEnvironment("native");
        configuration.setNativeAllowed(true);
        configuration.setAllowedLanguages("python bash");
        Ceilings ceilings = new Ceilings();
        ceilings.setMaxExecutionTime(100);
        configuration.setCeilings(ceilings);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "bad-parameters.csv", delimiter = '|', quoteCharacter = '`')
    void a_bad_parameter_fails_in_words_before_anything_runs(String arguments, String sentence) throws Exception {
        WorkflowRun build = build("secureExec(" + arguments + ")");
        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("ERROR: " + sentence, build);
        jenkins.assertLogNotContains("\tat ", build);
        assertThat(build.getAction(ExecutionsAction.class)).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "refused-by-policy.csv", delimiter = '|', quoteCharacter = '`')
    void what_the_administrator_does_not_allow_is_refused_in_words_and_recorded(String arguments, String sentence)
            throws Exception {
        WorkflowRun build = build("def r = secureExec(" + arguments + ", failOnError: false)\necho \"got ${r}\"");
        jenkins.assertBuildStatus(Result.SUCCESS, build);
        jenkins.assertLogContains("got rejected: " + sentence, build);
        assertThat(build.getAction(ExecutionsAction.class).getRows())
                .extracting("status")
                .containsExactly("rejected");

        WorkflowRun failing = build("secureExec(" + arguments + ")");
        jenkins.assertBuildStatus(Result.FAILURE, failing);
        jenkins.assertLogContains("ended as rejected: " + sentence, failing);
    }

    private static WorkflowRun build(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node {\n" + script + "\n}", true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}

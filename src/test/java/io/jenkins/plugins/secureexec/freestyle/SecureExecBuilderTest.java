package io.jenkins.plugins.secureexec.freestyle;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.secureexec.TestAgents;
import io.jenkins.plugins.secureexec.policy.LimitParameters;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import io.jenkins.plugins.secureexec.report.ExecutionsAction;
import io.jenkins.plugins.secureexec.step.SecureExecStep;
import java.io.StringReader;
import java.util.List;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SecureExecBuilderTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        TestAgents.online(jenkins, "remote");
        SecureExecConfiguration.get().setUnvalidatedAllowed(true);
    }

    @Test
    void a_snippet_runs_on_the_agent() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job(step("print('hello from ' + 'python')")));
        jenkins.assertLogContains("hello from python", build);
        assertThat(build.getAction(ExecutionsAction.class).getRows())
                .extracting("status")
                .containsExactly("success");
    }

    @Test
    void a_failing_snippet_fails_the_build_with_one_sentence() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job(step("raise SystemExit(4)")));
        jenkins.assertLogContains(
                "ERROR: The snippet (python, native) ended as failure: Ended with exit code 4.", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void the_build_goes_on_where_it_should() throws Exception {
        SecureExecStep step = step("raise SystemExit(4)");
        step.setFailOnError(false);
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job(step));
        jenkins.assertLogContains("ended as failure: Ended with exit code 4.", build);
    }

    @Test
    void a_negative_limit_fails_in_words() throws Exception {
        SecureExecStep step = step("print(1)");
        LimitParameters limits = new LimitParameters();
        limits.setMaxMemoryMb(-5);
        step.setLimits(limits);
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job(step));
        jenkins.assertLogContains("ERROR: secureExec: maxMemoryMb -5 is outside 1 to", build);
    }

    @Test
    void a_parameter_of_the_build_is_data_for_the_snippet_and_never_code() throws Exception {
        SecureExecStep step = step("import sys; print('${WHO}', sys.argv[1])");
        step.setArgs(List.of("$WHO"));
        step.setValidate(false);
        FreeStyleProject job = job(step);
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("WHO", "")));
        FreeStyleBuild build = jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("WHO", "'); import os"))));
        jenkins.assertLogContains("${WHO} '); import os", build);
    }

    @Test
    void an_abort_stops_the_sandbox_and_is_recorded() throws Exception {
        SecureExecStep step = step("echo running; sleep 22360");
        step.setLanguage("bash");
        step.setValidate(false);
        FreeStyleBuild build = job(step).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("running", build);

        build.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(TestAgents.isRunning("22360")).isFalse();
        assertThat(build.getAction(ExecutionsAction.class).getRows())
                .extracting("status")
                .containsExactly("aborted");
    }

    @Test
    void code_that_is_validated_only_does_not_run() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(validating(step("print('it ' + 'ran')")));
        jenkins.assertLogNotContains("it ran", build);
        assertThat(build.getAction(ExecutionsAction.class)).isNull();
    }

    @Test
    void a_violation_fails_the_build_that_validates_only_unless_it_is_to_go_on() throws Exception {
        SecureExecStep step = step("import os\nos.system('id')");
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, validating(step));
        assertThat(jenkins.getLog(build))
                .containsPattern("code:2:1: (high|critical) python\\.process\\.[a-z-]+ ")
                .contains("ERROR: The validator refuses code (python, strict mode) for ");

        step.setFailOnError(false);
        jenkins.assertLogContains("The validator refuses code", jenkins.buildAndAssertSuccess(validating(step)));
    }

    @Test
    void to_validate_only_and_not_at_all_makes_no_sense() throws Exception {
        SecureExecStep step = step("print(1)");
        step.setValidate(false);
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, validating(step));
        jenkins.assertLogContains("ERROR: secureExec: it is to be validated only, and validate: false is given", build);
    }

    @Test
    void validate_only_survives_saving_the_form() throws Exception {
        SecureExecBuilder builder = new SecureExecBuilder(step("print(1)"));
        assertThat(jenkins.configRoundtrip(builder).isValidateOnly()).isFalse();
        builder.setValidateOnly(true);
        assertThat(jenkins.configRoundtrip(builder).isValidateOnly()).isTrue();
    }

    @Test
    void everything_that_was_filled_in_survives_saving_the_form() throws Exception {
        SecureExecStep step = step("print(1)\nprint(2)\n");
        LimitParameters limits = new LimitParameters();
        limits.setPreset("testing");
        limits.setMaxExecutionTime(5);
        limits.setMaxFileSizeMb(3);
        step.setLimits(limits);
        step.setNetworkAccess(true);
        step.setFileSystemAccess(false);
        step.setArgs(List.of("one", "two words"));
        step.setEnv(List.of("A=1", "B=x=y"));
        step.setStdin("typed");
        step.setStrict(false);
        step.setFailOnError(false);

        SecureExecStep saved =
                jenkins.configRoundtrip(new SecureExecBuilder(step)).getStep();

        jenkins.assertEqualBeans(
                step,
                saved,
                "language,file,environment,networkAccess,fileSystemAccess,strict,validate,stdin,args,env,failOnError");
        assertThat(saved.getCode()).isEqualToIgnoringNewLines(step.getCode());
        jenkins.assertEqualDataBoundBeans(limits, saved.getLimits());
    }

    @Test
    void what_was_left_out_stays_left_out() throws Exception {
        SecureExecStep step = new SecureExecStep();
        step.setFile("tool.py");
        SecureExecStep saved =
                jenkins.configRoundtrip(new SecureExecBuilder(step)).getStep();
        jenkins.assertEqualDataBoundBeans(step, saved);
        assertThat(saved.getLimits()).isNull();
        assertThat(saved.getNetworkAccess()).isNull();
    }

    @Test
    void what_a_configuration_written_by_hand_leaves_out_has_the_strict_defaults() throws Exception {
        FreeStyleBuild refused = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                written("<step><language>python</language><code>getattr(print, input())</code>"
                        + "<environment>native</environment></step>"));
        jenkins.assertLogContains("python.reflection.getattr", refused);

        FreeStyleBuild empty = jenkins.buildAndAssertStatus(Result.FAILURE, written(""));
        jenkins.assertLogContains("ERROR: secureExec: ", empty);
        jenkins.assertLogNotContains("NullPointerException", empty);
    }

    private static FreeStyleProject written(String builder) throws Exception {
        String name = SecureExecBuilder.class.getName();
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get("remote"));
        job.save();
        String xml = job.getConfigFile()
                .asString()
                .replaceFirst("<builders/>", "<builders><" + name + ">" + builder + "</" + name + "></builders>");
        job.updateByXml((Source) new StreamSource(new StringReader(xml)));
        return job;
    }

    @Test
    void the_form_says_what_is_wrong_with_a_field() throws Exception {
        SecureExecStep step = new SecureExecStep();
        step.setLanguage("python");
        step.setEnv(List.of("nonsense"));
        LimitParameters limits = new LimitParameters();
        limits.setMaxMemoryMb(-5);
        step.setLimits(limits);
        HtmlPage page = jenkins.createWebClient().getPage(job(step), "configure");
        page.getWebClient().waitForBackgroundJavaScript(10_000);
        assertThat(page.asXml())
                .contains("Give the code, or a file in the workspace.")
                .contains("'nonsense' is not of the form NAME=value.")
                .contains("maxMemoryMb -5 is outside 1 to");
    }

    @Test
    void every_field_has_help() throws Exception {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        for (String field : List.of(
                "language",
                "code",
                "file",
                "environment",
                "networkAccess",
                "fileSystemAccess",
                "strict",
                "validate",
                "stdin",
                "args",
                "env",
                "failOnError")) {
            assertThat(browser.goTo("descriptor/" + SecureExecStep.class.getName() + "/help/" + field)
                            .getWebResponse()
                            .getContentAsString())
                    .contains("<div>");
        }
        browser.goTo("descriptor/" + SecureExecBuilder.class.getName() + "/help/validateOnly");
        for (String field : List.of(
                "preset",
                "maxExecutionTime",
                "maxMemoryMb",
                "maxCpuPercent",
                "maxProcesses",
                "maxOutputSizeKb",
                "maxFileSizeMb")) {
            browser.goTo("descriptor/" + LimitParameters.class.getName() + "/help/" + field);
        }
    }

    private static SecureExecStep step(String python) {
        SecureExecStep step = new SecureExecStep();
        step.setLanguage("python");
        step.setEnvironment("native");
        step.setCode(python);
        return step;
    }

    private static FreeStyleProject job(SecureExecStep step) throws Exception {
        return job(new SecureExecBuilder(step));
    }

    private static FreeStyleProject validating(SecureExecStep step) throws Exception {
        SecureExecBuilder builder = new SecureExecBuilder(step);
        builder.setValidateOnly(true);
        return job(builder);
    }

    private static FreeStyleProject job(SecureExecBuilder builder) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get("remote"));
        job.getBuildersList().add(builder);
        return job;
    }
}

package io.jenkins.plugins.secureexec.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.secureexec.TestAgents;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import io.jenkins.plugins.secureexec.report.ExecutionRow;
import io.jenkins.plugins.secureexec.report.ExecutionsAction;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SecureExecStepTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        TestAgents.online(jenkins, "remote");
        SecureExecConfiguration.get().setDefaultEnvironment("native");
        SecureExecConfiguration.get().setUnvalidatedAllowed(true);
    }

    @Test
    void a_snippet_runs_on_the_agent_and_prints_into_the_log() throws Exception {
        WorkflowRun build =
                jenkins.buildAndAssertSuccess(onAgent("secureExec language: 'python', code: 'print(6 * 7)'"));
        jenkins.assertLogContains("\n42\n", build);
        ExecutionRow row = onlyRow(build);
        assertThat(row.getStatus()).isEqualTo("success");
        assertThat(row.getLanguage()).isEqualTo("python");
        assertThat(row.getEnvironment()).isEqualTo("native");
        assertThat(row.getExitCode()).isEqualTo("0");
    }

    @Test
    void it_runs_on_the_built_in_node_too() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(
                job("node('built-in') { secureExec validate: false, language: 'bash', code: 'echo here' }"));
        jenkins.assertLogContains("\nhere\n", build);
    }

    @Test
    void the_result_can_be_used_in_the_groovy_sandbox_without_approval() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(onAgent("""
                def r = secureExec(validate: false, language: 'bash', code: 'echo out; echo err >&2; exit 3', failOnError: false)
                echo "status=${r.status} code=${r.exitCode} out=${r.stdout.trim()} err=${r.stderr.trim()}"
                echo "message=${r.message} id=${r.executionId.length()} violations=${r.securityViolations.size()}"
                echo "time=${r.executionTime > 0} memory=${r.memoryUsedMb} cpu=${r.cpuPercent}"
                sleep time: 1, unit: 'MILLISECONDS'
                echo "after a step: ${r.status}"
                """));
        jenkins.assertLogContains("status=failure code=3 out=out err=err", build);
        jenkins.assertLogContains("id=36 violations=0", build);
        jenkins.assertLogContains("time=true", build);
        jenkins.assertLogContains("after a step: failure", build);
    }

    @Test
    void a_failing_snippet_fails_the_build_with_one_sentence() throws Exception {
        WorkflowRun build = fails(onAgent("secureExec validate: false, language: 'bash', code: 'exit 3'"));
        jenkins.assertLogContains("ERROR: The snippet (bash, native) ended as failure: Ended with exit code 3.", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void a_broken_limit_fails_the_build_and_is_named() throws Exception {
        WorkflowRun build = fails(
                onAgent(
                        "secureExec validate: false, language: 'bash', code: 'sleep 60', limits: [preset: 'testing', maxExecutionTime: 1]"));
        jenkins.assertLogContains("ended as time_limit", build);
        jenkins.assertLogContains("maxExecutionTime of 1 s was reached", build);
        assertThat(onlyRow(build).getStatus()).isEqualTo("time_limit");
    }

    @Test
    void what_the_validator_finds_is_in_the_log_with_its_place_and_in_the_result() throws Exception {
        WorkflowRun build = fails(onAgent("""
                writeFile file: 'bad.py', text: 'print(1)\\nimport os\\nos.system("id")\\n'
                def r = secureExec(file: 'bad.py', failOnError: false)
                echo "got ${r.status} ${r.securityViolations[0].severity} on line ${r.securityViolations[0].line}"
                secureExec file: 'bad.py'
                """));
        jenkins.assertLogContains("bad.py:3:1: ", build);
        jenkins.assertLogContains("got rejected ", build);
        jenkins.assertLogContains("ended as rejected: ", build);
        jenkins.assertLogNotContains("uid=", build);
    }

    @Test
    void it_works_in_declarative_pipeline() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(job("""
                pipeline {
                  agent { label 'remote' }
                  stages {
                    stage('run') {
                      steps {
                        secureExec(validate: false, language: 'python', code: 'import sys; print(sys.argv[1:])',
                          args: ['a', 'b c'], limits: [maxExecutionTime: 5], strict: false, failOnError: true)
                      }
                    }
                  }
                }
                """));
        jenkins.assertLogContains("['a', 'b c']", build);
    }

    @Test
    void input_arguments_and_variables_reach_the_snippet_and_nothing_else_does() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(onAgent("""
                withEnv(['SECRET=hunter2']) {
                  secureExec validate: false, language: 'bash', code: 'cat; echo "$1/$A/$B/${SECRET:-none}/${BUILD_TAG:-none}"',
                    stdin: 'typed\\n', args: ["${1 + 1}"], env: [A: 'x', B: 'y z']
                  secureExec validate: false, language: 'bash', code: 'echo "list $A"', env: ['A=x=1']
                }
                """));
        jenkins.assertLogContains("typed\n2/x/y z/none/none\n", build);
        jenkins.assertLogContains("list x=1", build);
    }

    @Test
    void a_file_that_was_stashed_runs_and_its_name_tells_the_language() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(job("""
                node('built-in') {
                  dir('src') { writeFile file: 'tool.py', text: 'print("from a file")' }
                  stash 'code'
                }
                node('remote') {
                  unstash 'code'
                  secureExec file: 'src/tool.py'
                }
                """));
        jenkins.assertLogContains("from a file", build);
    }

    @Test
    void a_link_out_of_the_workspace_is_not_followed() throws Exception {
        WorkflowRun build = fails(onAgent("""
                sh 'ln -sf /etc/passwd leak.py; ln -sfn /etc dir'
                try {
                  secureExec file: 'leak.py'
                } finally {
                  secureExec language: 'python', file: 'dir/passwd'
                }
                """));
        jenkins.assertLogContains("file 'dir/passwd' is outside the workspace", build);
        jenkins.assertLogNotContains("root:x:0", build);
    }

    @Test
    void terminal_escapes_and_console_notes_do_not_reach_the_log() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(onAgent("""
                secureExec language: 'python', code: '''
                print("\\\\x1b[31mred\\\\x1b[0m")
                print("before\\\\x1b[8mha:////4AAAANotANote\\\\x1b[0mafter")
                '''.stripIndent()
                """));
        String raw = Files.readString(build.getRootDir().toPath().resolve("log"));
        assertThat(raw)
                .contains("\nred\n")
                .contains("beforeafter")
                .doesNotContain("\u001b[31m")
                .doesNotContain("NotANote");
    }

    @Test
    void a_hundred_kilobytes_of_output_arrive_whole() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(onAgent("""
                def r = secureExec language: 'python', code: 'for i in range(2048): print(f"{i:049d}")'
                echo "length ${r.stdout.length()}"
                """));
        jenkins.assertLogContains("length 102400", build);
        jenkins.assertLogContains(String.format("%049d%n%049d%n", 2046, 2047), build);
        assertThat(new File(build.getRootDir(), "build.xml")).content().doesNotContain("00002047");
    }

    @Test
    void output_is_in_the_log_while_the_snippet_runs_and_an_abort_stops_it() throws Exception {
        WorkflowJob job = onAgent(
                "secureExec validate: false, language: 'bash', code: 'echo running; sleep 31415', limits: [maxExecutionTime: 300]");
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("running", build);
        assertThat(TestAgents.isRunning("31415")).isTrue();

        build.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(onlyRow(build).getStatus()).isEqualTo("aborted");
        assertThat(TestAgents.isRunning("31415")).isFalse();
    }

    @Test
    void a_timeout_around_the_step_stops_it() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.ABORTED,
                onAgent(
                        "timeout(time: 2, unit: 'SECONDS') { secureExec validate: false, language: 'bash', code: 'sleep 27182' }"));
        assertThat(onlyRow(build).getStatus()).isEqualTo("aborted");
        assertThat(TestAgents.isRunning("27182")).isFalse();
    }

    @Test
    void branches_run_side_by_side_and_each_is_recorded() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(onAgent("""
                parallel([1, 2, 3, 4].collectEntries { n ->
                  ["b$n": { secureExec validate: false, language: 'bash', code: "echo branch \\$1", args: ["$n"] }]
                })
                """));
        assertThat(build.getAction(ExecutionsAction.class).getRows()).hasSize(4);
    }

    @Test
    void the_snippet_generator_shows_the_form_and_writes_what_was_filled_in() throws Exception {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        assertThat(browser.goTo("pipeline-syntax/").getWebResponse().getContentAsString())
                .contains("secureExec: Run code in a secure sandbox");
        WebRequest request =
                new WebRequest(new URI(jenkins.getURL() + "pipeline-syntax/generateSnippet").toURL(), HttpMethod.POST);
        request.setRequestParameters(List.of(new NameValuePair("json", """
                {"stapler-class": "io.jenkins.plugins.secureexec.step.SecureExecStep", "language": "ruby",
                 "code": "puts 1", "file": "", "environment": "", "networkAccess": "", "fileSystemAccess": "",
                 "limits": {"preset": "testing", "maxExecutionTime": "5", "maxMemoryMb": ""},
                 "args": "one\\ntwo words\\n", "env": "A=1", "stdin": "",
                 "validate": true, "strict": true, "failOnError": true}
                """)));
        assertThat(browser.getPage(browser.addCrumb(request))
                        .getWebResponse()
                        .getContentAsString()
                        .trim())
                .isEqualTo("secureExec args: ['one', 'two words'], code: 'puts 1', env: ['A=1'], language: 'ruby', "
                        + "limits: [maxExecutionTime: 5, preset: 'testing']");
    }

    private static WorkflowJob onAgent(String script) throws Exception {
        return job("node('remote') {\n" + script + "\n}");
    }

    private static WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static WorkflowRun fails(WorkflowJob job) throws Exception {
        return jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }

    private static ExecutionRow onlyRow(WorkflowRun build) throws Exception {
        assertThat(build.getAction(ExecutionsAction.class).getRows()).hasSize(1);
        return build.getAction(ExecutionsAction.class).getRows().get(0);
    }
}

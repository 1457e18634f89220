package io.jenkins.plugins.secureexec.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.FilePath;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.secureexec.TestAgents;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import io.jenkins.plugins.secureexec.report.ExecutionsAction;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ValidateCodeStepTest {
    private static final String BAD = "writeFile file: 'bad.py', text: 'print(1)\\nimport os\\nos.system(\"id\")\\n'\n";

    private static JenkinsRule jenkins;
    private static DumbSlave agent;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        agent = TestAgents.online(jenkins, "remote");
    }

    @BeforeEach
    void configure() {
        SecureExecConfiguration.get().setEngineSettings(null);
    }

    @Test
    void harmless_code_passes_and_does_not_run() throws Exception {
        WorkflowRun build = succeeds("""
                def r = validateCode(language: 'python', code: 'print("it" + " ran")')
                echo "safe=${r.safe} risk=${r.risk} violations=${r.violations.size()}"
                """);
        jenkins.assertLogContains("safe=true risk=low violations=0", build);
        jenkins.assertLogNotContains("it ran", build);
        assertThat(build.getAction(ExecutionsAction.class)).isNull();
    }

    @Test
    void a_violation_fails_the_build_with_one_sentence_and_is_in_the_log_as_compilers_print_it() throws Exception {
        WorkflowRun build = fails(BAD + "validateCode file: 'bad.py'");
        assertThat(jenkins.getLog(build))
                .containsPattern("bad\\.py:3:1: (high|critical) python\\.process\\.[a-z-]+ .+")
                .containsPattern(
                        "ERROR: The validator refuses bad\\.py \\(python, strict mode\\) for .*; the log names")
                .doesNotContain("\tat ", "uid=");
    }

    @Test
    void the_build_can_go_on_and_look_at_the_violations_without_approval() throws Exception {
        WorkflowRun build = succeeds(BAD + """
                def r = validateCode(file: 'bad.py', failOnViolation: false)
                def last = r.violations.last()
                sleep time: 1, unit: 'MILLISECONDS'
                echo "safe=${r.safe} line=${last.line} column=${last.column} ${last.category} ${last.cwe} ${r}"
                """);
        jenkins.assertLogContains("safe=false line=3 column=1 process CWE-78 refused, risk ", build);
    }

    @Test
    void lenient_mode_reports_what_it_lets_pass_and_access_switches_rules_off() throws Exception {
        WorkflowRun build = succeeds("""
                def code = 'import socket\\nsocket.create_connection(("a", 1))'
                echo "without: ${validateCode(language: 'python', code: code, failOnViolation: false).safe}"
                echo "with: ${validateCode(language: 'python', code: code, networkAccess: true).safe}"
                def broken = validateCode(language: 'python', code: 'print((1', strict: false)
                echo "broken: ${broken.safe} ${broken.violations.size()}"
                """);
        jenkins.assertLogContains("without: false", build);
        jenkins.assertLogContains("with: true", build);
        jenkins.assertLogContains("broken: true 1", build);
    }

    @Test
    void the_findings_are_written_as_sarif_into_the_workspace_also_where_the_build_fails() throws Exception {
        WorkflowRun build = fails(BAD + "validateCode file: 'bad.py', sarif: 'reports/deep/secure-exec.sarif'");
        FilePath report = workspace(build).child("reports/deep/secure-exec.sarif");
        JsonNode sarif = EngineMapper.JSON.readTree(report.readToString());
        assertThat(sarif.path("version").asText()).isEqualTo("2.1.0");
        JsonNode place =
                sarif.at("/runs/0/results").findValues("physicalLocation").get(0);
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("bad.py");
        assertThat(sarif.at("/runs/0/tool/driver/rules").findValuesAsText("id"))
                .anyMatch(id -> id.startsWith("python.process."));
    }

    @Test
    void a_link_does_not_lead_the_sarif_file_out_of_the_workspace() throws Exception {
        WorkflowRun build = fails("""
                sh 'mkdir -p ../outside; echo old > ../outside/x.sarif; ln -sfn ../outside dir; ln -sf ../outside/x.sarif x.sarif'
                for (sarif in ['dir/x.sarif', 'x.sarif']) {
                  try {
                    validateCode language: 'python', code: '1', sarif: sarif
                    echo 'written'
                  } catch (e) {
                    echo e.message
                  }
                }
                error readFile('../outside/x.sarif')
                """);
        jenkins.assertLogContains("validateCode: sarif 'dir/x.sarif' is outside the workspace", build);
        jenkins.assertLogContains("validateCode: sarif 'x.sarif' is there already and is not a regular file", build);
        jenkins.assertLogContains("ERROR: old", build);
        jenkins.assertLogNotContains("written", build);
    }

    @Test
    void both_steps_tell_of_a_violation_in_the_same_words() throws Exception {
        WorkflowRun build = succeeds("""
                secureExec(language: 'python', code: 'x = 1\\neval("x")', failOnError: false)
                validateCode(language: 'python', code: 'x = 1\\neval("x")', failOnViolation: false)
                """);
        assertThat(build.getLog(1000).stream().filter(line -> line.contains("python.dynamic_code.eval")))
                .hasSize(2)
                .allMatch(
                        line -> line.matches(
                                "\\S+:2:1: critical python.dynamic_code.eval eval runs code that nobody has read. Call the function you mean; .*"))
                .satisfies(lines -> assertThat(Set.copyOf(lines)).hasSize(1));
    }

    @Test
    void what_the_administrator_decides_about_the_validator_holds_on_the_agent() throws Exception {
        SecureExecConfiguration.get().setEngineSettings("""
                max_code_size: 200
                validation:
                  disabled_rules: [python.dynamic_code.eval]
                  blocked_imports: {python: [decimal]}
                  blocked_functions: {python: [math.factorial]}
                """);
        WorkflowRun build = succeeds("""
                for (code in ['import decimal', 'import math\\nmath.factorial(3)', '#' * 201, 'eval("1")']) {
                  def r = validateCode(language: 'python', code: code, failOnViolation: false)
                  echo "rules ${r.violations.collect { it.rule }}"
                }
                """);
        jenkins.assertLogContains("rules [python.blocked.import]", build);
        jenkins.assertLogContains("rules [python.blocked.function]", build);
        jenkins.assertLogContains("201 bytes; at most 200", build);
        jenkins.assertLogContains("rules []", build);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "bad-validations.csv", delimiter = '|', quoteCharacter = '`')
    void a_bad_parameter_fails_in_words_whatever_violations_do(String arguments, String sentence) throws Exception {
        WorkflowRun build = fails("validateCode(" + arguments + ", failOnViolation: false)");
        jenkins.assertLogContains("ERROR: " + sentence, build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void the_snippet_generator_writes_what_was_filled_in() throws Exception {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        assertThat(browser.goTo("pipeline-syntax/").getWebResponse().getContentAsString())
                .contains("validateCode: Validate code without running it");
        WebRequest request =
                new WebRequest(new URI(jenkins.getURL() + "pipeline-syntax/generateSnippet").toURL(), HttpMethod.POST);
        request.setRequestParameters(List.of(new NameValuePair("json", """
                {"stapler-class": "io.jenkins.plugins.secureexec.step.ValidateCodeStep", "language": "",
                 "code": "", "file": "a.rb", "networkAccess": "", "fileSystemAccess": "true", "sarif": "out.sarif",
                 "strict": true, "failOnViolation": false}
                """)));
        assertThat(browser.getPage(browser.addCrumb(request))
                        .getWebResponse()
                        .getContentAsString()
                        .trim())
                .isEqualTo(
                        "validateCode failOnViolation: false, file: 'a.rb', fileSystemAccess: true, sarif: 'out.sarif'");
    }

    @Test
    void every_field_has_help() throws Exception {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        for (String field : List.of(
                "language",
                "code",
                "file",
                "networkAccess",
                "fileSystemAccess",
                "strict",
                "failOnViolation",
                "sarif")) {
            assertThat(browser.goTo("descriptor/" + ValidateCodeStep.class.getName() + "/help/" + field)
                            .getWebResponse()
                            .getContentAsString())
                    .contains("<div>");
        }
    }

    private static WorkflowRun succeeds(String script) throws Exception {
        return jenkins.buildAndAssertSuccess(job(script));
    }

    private static WorkflowRun fails(String script) throws Exception {
        return jenkins.buildAndAssertStatus(Result.FAILURE, job(script));
    }

    private static WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node('remote') {\n" + script + "\n}", true));
        return job;
    }

    private static FilePath workspace(WorkflowRun build) {
        return agent.getWorkspaceFor(build.getParent());
    }
}

package io.jenkins.plugins.secureexec.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.freestyle.SecureExecBuilder;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import io.jenkins.plugins.secureexec.step.SecureExecStep;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ExecutionsActionTest {
    private JenkinsRule jenkins;
    private FreeStyleBuild build;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SecureExecConfiguration.get().setUnvalidatedAllowed(true);
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        job.getBuildersList().add(builder("echo '<b>out</b>'"));
        job.getBuildersList().add(builder("yes x | head -c 200000; exit 7"));
        build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }

    @Test
    void the_page_shows_a_row_for_each_execution() throws Exception {
        HtmlPage page = jenkins.createWebClient().getPage(build, "secure-exec/");
        HtmlTable table = page.getHtmlElementById("executions");
        assertThat(table.getRowCount()).isEqualTo(3);
        assertThat(table.getRow(1).asNormalizedText()).contains("success", "bash", "native", " s", "0");
        assertThat(table.getRow(2).asNormalizedText()).contains("failure", "7", "Ended with exit code 7.");
    }

    @Test
    void the_violations_of_a_refused_snippet_are_folded_into_one_line() throws Exception {
        SecureExecStep step = new SecureExecStep();
        step.setLanguage("python");
        step.setCode("eval('1')\neval('2')");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new SecureExecBuilder(step));
        FreeStyleBuild refused = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        HtmlPage page = jenkins.createWebClient().getPage(refused, "secure-exec/");

        HtmlTable table = page.getHtmlElementById("executions");
        assertThat(table.getElementsByTagName("summary").get(0).getTextContent())
                .isEqualTo("2 violations");
        assertThat(table.getElementsByTagName("details").get(0).getTextContent())
                .contains("1:1 ", "2:1 ");
    }

    @Test
    void the_build_page_sums_them_up_and_links_to_them() throws Exception {
        HtmlPage page = jenkins.createWebClient().getPage(build);
        assertThat(page.asNormalizedText()).contains("2 sandboxed snippets: 1 failure, 1 success");
        assertThat(page.getAnchorByText("2 sandboxed snippets").click().getUrl().getPath())
                .contains("/1/secure-exec");
    }

    @Test
    void the_json_under_the_build_is_what_the_log_holds() throws Exception {
        JsonNode json = EngineMapper.JSON.readTree(jenkins.createWebClient()
                .goTo(build.getUrl() + "secure-exec/json", "application/json")
                .getWebResponse()
                .getContentAsString());
        JsonNode first = json.at("/executions/0");
        assertThat(first.path("status").asText()).isEqualTo("success");
        assertThat(first.path("stdout").asText()).isEqualTo("<b>out</b>\n");
        assertThat(first.path("resource_limits").path("max_memory_mb").asInt()).isEqualTo(512);
        assertThat(first.path("code_sha256").asText()).hasSize(64);
        assertThat(json.at("/executions/1/exit_code").asInt()).isEqualTo(7);
        assertThat(json.at("/executions/1/stdout").asText()).endsWith("more characters are in the build log]\n");
    }

    @Test
    void build_xml_stays_small_and_the_executions_are_there_after_a_restart() throws Exception {
        assertThat(Files.readString(build.getRootDir().toPath().resolve("build.xml")))
                .contains("ExecutionsAction")
                .doesNotContain("max_memory_mb");
        jenkins.jenkins.reload();
        FreeStyleBuild loaded =
                jenkins.jenkins.getItemByFullName("job", FreeStyleProject.class).getBuildByNumber(1);
        assertThat(loaded.getAction(ExecutionsAction.class).getRows()).hasSize(2);
    }

    @Test
    void only_who_may_read_the_job_sees_them() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "stranger")
                .grant(Item.READ)
                .everywhere()
                .to("reader"));
        for (String page : List.of("secure-exec/", "secure-exec/json")) {
            jenkins.createWebClient().withBasicCredentials("stranger").assertFails(build.getUrl() + page, 404);
            jenkins.createWebClient().withBasicCredentials("reader").goTo(build.getUrl() + page, null);
        }
    }

    private static SecureExecBuilder builder(String bash) {
        SecureExecStep step = new SecureExecStep();
        step.setLanguage("bash");
        step.setValidate(false);
        step.setEnvironment("native");
        step.setCode(bash);
        return new SecureExecBuilder(step);
    }
}

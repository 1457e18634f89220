package io.jenkins.plugins.secureexec.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.secureexec.TestAgents;
import io.jenkins.plugins.secureexec.engine.sandbox.docker.TestMachine;
import io.jenkins.plugins.secureexec.engine.sandbox.docker.TestRegistry;
import io.jenkins.plugins.secureexec.freestyle.SecureExecBuilder;
import io.jenkins.plugins.secureexec.policy.SecureExecConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An image in a registry that wants a login. */
@WithJenkins
class RegistryCredentialsTest {
    private static final String SNIPPET = "validate: false, language: 'sh', code: 'cat /version'";

    private static JenkinsRule jenkins;
    private static TestRegistry registry;
    private static UsernamePasswordCredentialsImpl credentials;

    @BeforeAll
    static void start(JenkinsRule rule, @TempDir Path home) throws Exception {
        jenkins = rule;
        TestMachine.needsDocker();
        TestRegistry.needsMachine();
        registry = TestRegistry.locked(home);
        registry.push("private:1", "from the private image");
        TestAgents.online(jenkins, "remote");
        SecureExecConfiguration configuration = SecureExecConfiguration.get();
        configuration.setUnvalidatedAllowed(true);
        configuration.setEngineSettings("""
                docker: {pool_size: 0}
                languages:
                  sh: {name: sh, image: "%s", extensions: [ash], file: main.sh, head_room: 1, run: [sh, "{file}"], programs: [sh]}
                """.formatted(registry.image("private:1")));
        credentials = new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL,
                "registry-login",
                "",
                TestRegistry.CREDENTIALS.username(),
                TestRegistry.CREDENTIALS.password());
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
        SystemCredentialsProvider.getInstance().save();
    }

    @AfterAll
    static void close() throws IOException, InterruptedException {
        if (registry != null) {
            registry.close();
        }
    }

    @AfterEach
    void forget() {
        registry.forget();
    }

    @Test
    void the_credentials_that_a_pipeline_names_open_the_registry_and_are_seen_nowhere() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(
                pipeline("secureExec(" + SNIPPET + ", registryCredentialsId: 'registry-login')"));
        jenkins.assertLogContains("Pulling the image " + registry.image("private:1"), build);
        jenkins.assertLogContains("from the private image", build);
        assertThat(CredentialsProvider.getOrCreateFingerprintOf(credentials).getJobs())
                .contains(build.getParent().getFullName());
        try (Stream<Path> files = Files.walk(build.getRootDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(TestRegistry.CREDENTIALS.password());
            }
        }
    }

    @Test
    void without_them_the_build_is_told_that_the_registry_wants_some() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, pipeline("secureExec(" + SNIPPET + ")"));
        jenkins.assertLogContains("ended as sandbox_error: The image " + registry.image("private:1"), build);
        jenkins.assertLogContains("its registry wants credentials", build);
    }

    @Test
    void an_id_that_names_nothing_fails_the_build_in_words() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertStatus(
                Result.FAILURE, pipeline("secureExec(" + SNIPPET + ", registryCredentialsId: 'nonesuch')"));
        jenkins.assertLogContains("ERROR: secureExec: registryCredentialsId 'nonesuch' names no username", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void a_freestyle_job_has_the_same_parameter_and_its_form_keeps_it() throws Exception {
        SecureExecStep step = new SecureExecStep();
        step.setLanguage("sh");
        step.setCode("cat /version");
        step.setValidate(false);
        step.setRegistryCredentialsId("registry-login");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get("remote"));
        job.getBuildersList().add(new SecureExecBuilder(step));
        FreeStyleProject saved = jenkins.configRoundtrip(job);
        assertThat(saved.getBuildersList()
                        .get(SecureExecBuilder.class)
                        .getStep()
                        .getRegistryCredentialsId())
                .isEqualTo("registry-login");
        jenkins.assertLogContains("from the private image", jenkins.buildAndAssertSuccess(saved));
    }

    private static WorkflowJob pipeline(String step) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node('remote') { " + step + " }", true));
        return job;
    }
}

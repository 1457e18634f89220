package io.jenkins.plugins.secureexec.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.validation.ValidatorConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SecureExecConfigurationTest {
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void a_fresh_jenkins_runs_in_docker_and_gives_no_access() {
        ExecutionPolicy policy = SecureExecConfiguration.get().policy();
        assertThat(policy.defaultEnvironment()).isEqualTo(Environment.DOCKER);
        assertThat(policy.languages()).hasSize(9);
        assertThat(policy.ceilings()).isEmpty();
        assertThat(policy.networkAccess()).isFalse();
        assertThat(policy.fileSystemAccess()).isFalse();
        assertThat(policy.unvalidated()).isFalse();
    }

    @Test
    void configuration_as_code_reads_and_writes_every_field() throws Exception {
        ConfigurationAsCode.get()
                .configure(getClass().getResource("configuration-as-code.yaml").toString());
        ExecutionPolicy policy = SecureExecConfiguration.get().policy();
        assertThat(policy.defaultEnvironment()).isEqualTo(Environment.NATIVE);
        assertThat(policy.languages()).containsExactly("python", "bash");
        assertThat(policy.networkAccess()).isTrue();
        assertThat(policy.ceilings()).isEqualTo(Map.of(Limit.MAX_EXECUTION_TIME, 120, Limit.MAX_MEMORY_MB, 2048));
        assertThat(policy.engine().maxConcurrentExecutions()).isEqualTo(4);
        assertThat(policy.engine().languages().get("python").image()).isEqualTo("python:3.12-alpine");
        assertThat(policy.engine().validator())
                .isEqualTo(new ValidatorConfiguration(
                        20_000,
                        Set.of("python.dynamic_code.eval"),
                        Map.of("python", Set.of("decimal")),
                        Map.of("python", Set.of("math.factorial"))));

        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        CNode exported = Util.getUnclassifiedRoot(context).get("secureExec");
        assertThat(Util.toYamlString(exported).lines().map(String::trim))
                .contains("allowedLanguages: \"python bash\"", "maxExecutionTime: 120", "networkAccessAllowed: true");
    }

    @Test
    void the_page_of_the_administrator_keeps_what_it_shows() throws Exception {
        SecureExecConfiguration configuration = SecureExecConfiguration.get();
        configuration.setDefaultEnvironment("native");
        configuration.setAllowedLanguages("python");
        configuration.setNativeAllowed(false);
        configuration.setNetworkAccessAllowed(true);
        configuration.setEngineSettings("max_code_size: 1000");
        Ceilings ceilings = new Ceilings();
        ceilings.setMaxMemoryMb(700);
        configuration.setCeilings(ceilings);

        jenkins.configRoundtrip();

        assertThat(configuration.getDefaultEnvironment()).isEqualTo("native");
        assertThat(configuration.getAllowedLanguages()).isEqualTo("python");
        assertThat(configuration.isNativeAllowed()).isFalse();
        assertThat(configuration.isNetworkAccessAllowed()).isTrue();
        assertThat(configuration.isFileSystemAccessAllowed()).isFalse();
        assertThat(configuration.getEngineSettings()).isEqualTo("max_code_size: 1000");
        assertThat(configuration.getCeilings().written()).isEqualTo(Map.of(Limit.MAX_MEMORY_MB, 700));
    }

    @Test
    void the_form_names_what_is_wrong_in_the_engine_settings_and_the_languages() {
        SecureExecConfiguration configuration = SecureExecConfiguration.get();
        assertThat(configuration.doCheckEngineSettings("max_code_size: many").getMessage())
                .contains("max_code_size &#039;many&#039; is not a whole number");
        assertThat(configuration
                        .doCheckEngineSettings("validation: {blocked_import: {}}")
                        .getMessage())
                .contains("validation: ", "blocked_import");
        assertThat(configuration
                        .doCheckEngineSettings("validation: {disabled_rules: [python.dynamic_code.evil]}")
                        .getMessage())
                .contains("did you mean &#039;python.dynamic_code.eval&#039;?");
        assertThat(configuration.doCheckAllowedLanguages("python cobol", "").getMessage())
                .contains("language &#039;cobol&#039; is unknown");
    }

    @Test
    void who_is_no_administrator_learns_nothing_from_the_form() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));
        try (ACLContext as = ACL.as2(User.getById("reader", true).impersonate2())) {
            SecureExecConfiguration configuration = SecureExecConfiguration.get();
            assertThat(configuration
                            .doCheckEngineSettings("max_code_size: many")
                            .getMessage())
                    .isNull();
            assertThat(configuration.doFillDefaultEnvironmentItems()).isEmpty();
        }
    }

    @Test
    void settings_that_the_engine_cannot_read_are_refused_and_the_old_ones_stay() {
        SecureExecConfiguration configuration = SecureExecConfiguration.get();
        configuration.setEngineSettings("max_code_size: 1000");
        assertThatThrownBy(() -> configuration.setEngineSettings("validation: {blocked_imports: {phyton: [decimal]}}"))
                .hasMessageContaining(
                        "blocked_imports: 'phyton' is no language that the validator reads; did you mean 'python'?");
        assertThat(configuration.getEngineSettings()).isEqualTo("max_code_size: 1000");
    }

    @Test
    void configuration_as_code_refuses_a_rule_that_does_not_exist(@TempDir Path directory) throws Exception {
        Path yaml = Files.writeString(directory.resolve("jenkins.yaml"), """
                unclassified:
                  secureExec:
                    engineSettings: "validation: {disabled_rules: [python.dynamic_code.evil]}"
                """);
        assertThatThrownBy(() -> ConfigurationAsCode.get().configure(yaml.toString()))
                .hasStackTraceContaining("'python.dynamic_code.evil' is no rule");
        assertThat(SecureExecConfiguration.get().getEngineSettings()).isNull();
    }

    @Test
    void an_unknown_environment_is_refused() {
        assertThatThrownBy(() -> SecureExecConfiguration.get().setDefaultEnvironment("chroot"))
                .hasMessageContaining("environment 'chroot' is unknown");
    }
}

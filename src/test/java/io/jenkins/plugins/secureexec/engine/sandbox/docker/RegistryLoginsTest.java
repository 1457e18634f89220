package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an agent's user told the docker program opens a registry for the sandbox too. The agent is a JVM of its own, with a
 * PATH and a DOCKER_CONFIG to be changed while it runs.
 */
class RegistryLoginsTest {
    private static final String SECRET = TestRegistry.CREDENTIALS.password();
    private static final String ENCODED = Base64.getEncoder()
            .encodeToString((TestRegistry.CREDENTIALS.username() + ":" + SECRET).getBytes(StandardCharsets.UTF_8));

    @TempDir
    static Path home;

    private static TestRegistry registry;
    private static Process agent;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        TestMachine.needsDocker();
        TestRegistry.needsMachine();
        registry = TestRegistry.locked(home);
        registry.push("private:1", "private");
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Agent.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("DOCKER_CONFIG", home.toString());
        builder.environment().merge("PATH", home.toString(), (path, more) -> more + ":" + path);
        agent = builder.start();
    }

    @AfterAll
    static void close() throws IOException, InterruptedException {
        if (agent != null) {
            agent.outputWriter().close();
            agent.waitFor();
        }
        if (registry != null) {
            registry.close();
        }
    }

    @AfterEach
    void forget() throws IOException {
        registry.forget();
    }

    @Test
    void without_a_login_a_private_image_is_refused_and_after_one_it_runs() throws Exception {
        configure("{}");
        assertThat(pull()).contains("wants credentials", "docker login");
        configure("{'auths': {'" + registry.host() + "': {'auth': '" + ENCODED + "'}}}");
        assertThat(pull()).endsWith("success: private\n");
    }

    @Test
    void the_address_that_older_logins_wrote_means_the_same_registry() throws Exception {
        configure("{'auths': {'https://" + registry.host() + "/v1/': {'auth': '" + ENCODED + "'}}}");
        assertThat(pull()).endsWith("success: private\n");
    }

    @Test
    void a_login_at_another_registry_is_not_shown_to_this_one() throws Exception {
        configure("{'auths': {'registry.example.org': {'auth': '" + ENCODED + "'}}}");
        assertThat(pull()).contains("wants credentials");
    }

    @Test
    void a_credential_helper_of_the_registry_is_asked() throws Exception {
        helper("own", "cat >" + home + "/asked; " + answer(SECRET));
        configure("{'credHelpers': {'" + registry.host() + "': 'own'}, 'credsStore': 'nonesuch'}");
        assertThat(pull()).endsWith("success: private\n");
        assertThat(home.resolve("asked")).hasContent(registry.host());
    }

    @Test
    void a_credential_store_is_asked_for_a_login_that_left_its_secret_there() throws Exception {
        helper("store", answer(SECRET));
        configure("{'auths': {'" + registry.host() + "': {}}, 'credsStore': 'store'}");
        assertThat(pull()).endsWith("success: private\n");
    }

    @Test
    void a_credential_store_that_holds_nothing_for_the_registry_leaves_us_anonymous() throws Exception {
        helper("store", "echo credentials not found in native keychain; exit 1");
        configure("{'credsStore': 'store'}");
        assertThat(pull()).contains("wants credentials");
    }

    @Test
    void a_wrong_secret_of_a_helper_is_refused_by_the_registry() throws Exception {
        helper("store", answer("open-barley"));
        configure("{'credsStore': 'store'}");
        assertThat(pull()).contains("does not take the credentials").doesNotContain("open-barley");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "locked,    'echo {secret}; echo {secret} >&2; exit 3', ended with exit code 3",
        "talkative, 'echo {secret}',                            answers in no JSON",
        "empty,     'echo {}',                                  answers without a Secret",
        "hung,      'sleep 60 & wait',                          did not answer within 2 s"
    })
    void a_credential_helper_that_fails_is_named_and_its_output_shown_nowhere(String name, String script, String words)
            throws Exception {
        helper(name, script.replace("{secret}", SECRET));
        configure("{'credsStore': '" + name + "'}");
        assertThat(pull()).startsWith("sandbox_error: ").contains("docker-credential-" + name, words, "config.json");
    }

    @Test
    void a_credential_helper_that_is_not_installed_is_named() throws Exception {
        configure("{'credHelpers': {'" + registry.host() + "': 'nonesuch'}}");
        assertThat(pull())
                .startsWith("sandbox_error: ")
                .contains("docker-credential-nonesuch", "cannot be started", "install");
    }

    @Test
    void a_configuration_that_cannot_be_read_is_told() throws Exception {
        configure("{'auths': ");
        assertThat(pull()).startsWith("sandbox_error: ").contains("config.json", "cannot be read");
    }

    private static void configure(String json) throws IOException {
        Files.writeString(home.resolve("config.json"), json.replace('\'', '"'));
    }

    private static String answer(String secret) {
        return "echo '{\"ServerURL\": \"x\", \"Username\": \"" + TestRegistry.CREDENTIALS.username()
                + "\", \"Secret\": \"" + secret + "\"}'";
    }

    private static void helper(String name, String script) throws IOException {
        Path program = Files.writeString(home.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the agent says; no secret is ever in it, nor in what it logs. */
    private static String pull() throws IOException {
        agent.outputWriter().write(registry.image("private:1") + "\n");
        agent.outputWriter().flush();
        StringBuilder all = new StringBuilder();
        BufferedReader lines = agent.inputReader();
        for (String line = lines.readLine(); !Agent.END.equals(line); line = lines.readLine()) {
            assertThat(line).as("the agent lives, and has said: %s", all).isNotNull();
            all.append(line).append('\n');
        }
        assertThat(all.toString()).doesNotContain(SECRET, ENCODED);
        int answer = all.indexOf(Agent.ANSWER);
        return all.substring(answer + Agent.ANSWER.length());
    }

    /** Runs a snippet in each image whose name it reads. */
    static final class Agent {
        static final String ANSWER = "== ";
        static final String END = "==";

        public static void main(String[] args) throws IOException {
            BufferedReader images = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            try (CodeExecutor executor =
                    CodeExecutor.open(TestImages.engine(Map.of("pool_size", 0, "timeout_seconds", 2)))) {
                for (String image = images.readLine(); image != null; image = images.readLine()) {
                    ExecutionResult result = executor.execute(
                            TestImages.sh("cat /version").image(image).build(), OutputListener.NONE);
                    System.out.println(ANSWER + result.status().word() + ": "
                            + (result.stdout().isEmpty()
                                    ? result.message()
                                    : result.stdout().strip()));
                    System.out.println(END);
                }
            }
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That hostile programs are held and ordinary ones run; a subclass names the sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class IsolationContract {
    /** How many times more time programs get: an emulated machine takes as much longer to start them. */
    private static final int SLOWNESS = Integer.getInteger("secure-exec.slowness", 1);

    private CodeExecutor executor;
    private AgentSecrets secrets;

    /** The sandbox that is shown to hold. */
    protected abstract Environment environment();

    /** The engine's configuration for it. */
    protected EngineConfiguration configuration() {
        EngineConfiguration defaults = EngineConfiguration.defaults();
        return new EngineConfiguration(
                defaults.languages(),
                defaults.maxConcurrentExecutions(),
                defaults.validator(),
                withTime(defaults.compileLimits()),
                defaults.requireKernelLimits(),
                defaults.docker());
    }

    static ResourceLimits withTime(ResourceLimits limits) {
        return limits.with(Limit.MAX_EXECUTION_TIME, limits.maxExecutionTime() * SLOWNESS);
    }

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        secrets = new AgentSecrets(directory);
        executor = CodeExecutor.open(configuration());
    }

    @AfterAll
    void close() throws IOException {
        // Neither is there where this machine has not the sandbox and the class was given up before it began.
        if (executor != null) {
            executor.close();
        }
        if (secrets != null) {
            secrets.close();
        }
    }

    protected static Stream<ContractCase> hostilePrograms() throws IOException {
        return ContractCase.all();
    }

    @ParameterizedTest
    @MethodSource("hostilePrograms")
    void a_hostile_program_is_held(ContractCase hostile) throws IOException {
        ResourceLimits limits = LimitPresets.defaults();
        for (Map.Entry<String, Integer> entry : hostile.limits().entrySet()) {
            limits = limits.with(Limit.of(entry.getKey()), entry.getValue());
        }
        String marker = UUID.randomUUID().toString();
        ExecutionResult result = execute(ExecutionRequest.of(hostile.language(), aimed(hostile.code()))
                .limits(withTime(limits))
                .env(hostile.env())
                .args(List.of(
                        secrets.canary.toString(), Integer.toString(secrets.port()), secrets.abstractName, marker)));

        assertThat(result.stdout()).doesNotContain("ESCAPED");
        assertThat(hostile.status()).as("statuses allowed for %s", result).contains(result.status());
        if (hostile.exitCode() != null) {
            assertThat(result.exitCode()).isEqualTo(hostile.exitCode());
        }
        if (hostile.stdout() != null) {
            assertThat(result.stdout()).isEqualTo(hostile.stdout());
        }
        if (hostile.stderrLacks() != null) {
            assertThat(result.stderr()).isNotEmpty().doesNotContain(hostile.stderrLacks());
        }
        if (hostile.outputBytes() != null) {
            assertThat(bytes(result.stdout()) + bytes(result.stderr())).isEqualTo(hostile.outputBytes());
        }
        if (hostile.clean()) {
            assertThat(result.stdout())
                    .matches("[^\\p{Cc}]*(?:[\\n\\t][^\\p{Cc}]*)*")
                    .doesNotContain("ha:");
        }
        assertThat(secrets.untouched()).as("the agent's file is as it was").isTrue();
        nothingIsLeftOf(marker);
    }

    protected static Stream<String> languages() {
        return EngineConfiguration.defaults().languages().all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void hello_world_passes_at_the_default_limits(String language) throws IOException {
        ExecutionResult result = execute(
                ExecutionRequest.of(language, program(language, "hello")).limits(withTime(LimitPresets.defaults())));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SUCCESS);
        assertThat(result.stdout()).isEqualTo("Hello, world\n");
        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.usage().executionTime()).isPositive();
    }

    protected ExecutionResult execute(ExecutionRequest.Builder request) {
        return executor.execute(
                request.environment(environment())
                        .validation(ValidationMode.OFF)
                        .build(),
                OutputListener.NONE);
    }

    private String aimed(String code) {
        return code.replace("{canary}", secrets.canary.toString());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static String program(String language, String which) throws IOException {
        try (InputStream in = IsolationContract.class.getResourceAsStream("languages.yaml")) {
            JsonNode program = EngineMapper.YAML.readTree(in).path(language).path(which);
            assertThat(program.isTextual())
                    .as("%s of %s in languages.yaml", which, language)
                    .isTrue();
            return program.textValue();
        }
    }

    /** Every descendant of the snippet carries its arguments, and the last of them among these. */
    private static void nothingIsLeftOf(String marker) {
        await().atMost(Duration.ofSeconds(2)).until(() -> Processes.carrying(marker) == 0);
    }
}

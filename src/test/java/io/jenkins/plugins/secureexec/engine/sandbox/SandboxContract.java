package io.jenkins.plugins.secureexec.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every sandbox must hold, shown with hostile programs and with ordinary ones; a subclass names the sandbox. */
public abstract class SandboxContract extends IsolationContract {
    protected static Stream<String> languagesInDetail() {
        return languages();
    }

    protected static Stream<String> compiledLanguages() {
        return languages()
                .filter(id -> EngineConfiguration.defaults().languages().get(id).isCompiled());
    }

    @ParameterizedTest
    @MethodSource("languagesInDetail")
    void a_program_gets_its_stdin_and_its_arguments_and_gives_its_exit_code(String language) throws IOException {
        String stdin = "first\nsecond \u2603\n".repeat(20_000);
        ExecutionResult result = execute(ExecutionRequest.of(language, program(language, "echo"))
                .limits(withTime(LimitPresets.defaults()))
                .stdin(stdin.getBytes(StandardCharsets.UTF_8))
                .args(List.of("a b", "", "$HOME", "--version", "\u2603")));
        assertThat(result.stdout()).isEqualTo(stdin + "a b\n\n$HOME\n--version\n\u2603\n");
        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILURE);
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("languagesInDetail")
    void a_program_may_start_as_many_processes_as_the_limit_says_and_not_one_more(String language) throws IOException {
        ExecutionRequest.Builder request = ExecutionRequest.of(language, program(language, "children"));
        int limit = LimitPresets.defaults().maxProcesses();
        ExecutionResult within = execute(request.args(List.of(Integer.toString(limit))));
        assertThat(within.status()).as(within.toString()).isEqualTo(ExecutionStatus.SUCCESS);
        assertThat(within.stdout()).isEqualTo("done\n");
        ExecutionResult above = execute(request.args(List.of(Integer.toString(limit + 1))));
        assertThat(above.status()).as(above.toString()).isEqualTo(ExecutionStatus.PROCESS_LIMIT);
        assertThat(above.message()).contains("maxProcesses of 5");
    }

    @ParameterizedTest
    @MethodSource("compiledLanguages")
    void a_compile_error_comes_with_the_diagnostics(String language) throws IOException {
        ExecutionResult result = execute(ExecutionRequest.of(language, program(language, "broken")));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.COMPILE_ERROR);
        assertThat(result.stderr()).contains(program(language, "diagnostics"));
        assertThat(result.stdout()).isEmpty();
        assertThat(result.exitCode()).isNull();
        assertThat(result.usage().compileTime()).isPositive();
    }
}

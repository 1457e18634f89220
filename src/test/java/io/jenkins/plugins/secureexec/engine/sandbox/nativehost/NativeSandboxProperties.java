package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What must hold for all sizes, encodings, exit codes and signals. */
class NativeSandboxProperties {
    /** SIGCHLD, SIGCONT, SIGURG, SIGWINCH and the stopping signals do not end a program. */
    private static final List<Integer> NOT_DEADLY = List.of(17, 18, 19, 20, 21, 22, 23, 28);

    /** Reported as the limit on file sizes. */
    private static final int SIGXFSZ = 25;

    private static CodeExecutor executor;

    @BeforeContainer
    static void open() {
        executor = CodeExecutor.open(EngineConfiguration.defaults());
    }

    @AfterContainer
    static void close() {
        executor.close();
    }

    @Property(tries = 40)
    void the_exit_code_is_the_program_s_own(@ForAll @IntRange(min = 0, max = 255) int code) {
        ExecutionResult result = bash("exit " + code, new byte[0]);
        assertThat(result.exitCode()).isEqualTo(code);
        if (code != 128 + SIGXFSZ) {
            assertThat(result.status()).isEqualTo(code == 0 ? ExecutionStatus.SUCCESS : ExecutionStatus.FAILURE);
        }
    }

    @Property(tries = 30)
    void death_by_a_signal_is_a_failure_with_the_signal_s_number(@ForAll @IntRange(min = 1, max = 31) int signal) {
        if (NOT_DEADLY.contains(signal) || signal == SIGXFSZ) {
            return;
        }
        ExecutionResult result = bash("exec sh -c 'kill -" + signal + " $$; sleep 5'", new byte[0]);
        assertThat(result.status()).isEqualTo(ExecutionStatus.FAILURE);
        assertThat(result.exitCode()).isEqualTo(128 + signal);
    }

    @Property(tries = 30)
    void stdin_arrives_byte_for_byte_whatever_it_holds(@ForAll @Size(max = 5000) byte[] input) {
        ExecutionResult result = bash("od -An -v -tx1 | tr -d ' \\n'", input);
        assertThat(result.stdout()).isEqualTo(java.util.HexFormat.of().formatHex(input));
    }

    @Property(tries = 30)
    void arguments_and_variables_arrive_as_they_are(
            @ForAll @StringLength(max = 200) @NotBlank String argument,
            @ForAll @StringLength(max = 200) @NotBlank String value) {
        String arg = encodable(argument);
        String variable = encodable(value);
        ExecutionResult result = executor.execute(
                ExecutionRequest.of(
                                "bash",
                                "printf %s \"$1\" | od -An -v -tx1 | tr -d ' \\n'; echo; "
                                        + "printf %s \"$NAME\" | od -An -v -tx1 | tr -d ' \\n'")
                        .validation(ValidationMode.OFF)
                        .args(List.of(arg))
                        .env(java.util.Map.of("NAME", variable))
                        .build(),
                OutputListener.NONE);
        assertThat(result.stdout()).isEqualTo(hex(arg) + "\n" + hex(variable));
    }

    @Property(tries = 25)
    void output_is_whole_up_to_the_cap_and_cut_at_the_cap(@ForAll @IntRange(min = 0, max = 40_000) int bytes) {
        ExecutionResult result = executor.execute(
                ExecutionRequest.of("bash", "head -c " + bytes + " /dev/zero | tr '\\0' x")
                        .validation(ValidationMode.OFF)
                        .limits(LimitPresets.defaults().with(Limit.MAX_OUTPUT_SIZE_KB, 16))
                        .build(),
                OutputListener.NONE);
        assertThat(result.stdout()).hasSize(Math.min(bytes, 16 << 10));
        assertThat(result.status())
                .isEqualTo(bytes > 16 << 10 ? ExecutionStatus.OUTPUT_LIMIT : ExecutionStatus.SUCCESS);
    }

    @Example
    void a_snippet_of_the_greatest_size_runs() {
        String code = "echo done\n" + "#".repeat(50_000 - 10);
        assertThat(bash(code, new byte[0]).stdout()).isEqualTo("done\n");
    }

    private static ExecutionResult bash(String code, byte[] stdin) {
        return executor.execute(
                ExecutionRequest.of("bash", code)
                        .validation(ValidationMode.OFF)
                        .stdin(stdin)
                        .build(),
                OutputListener.NONE);
    }

    /** A command line has no NUL, and half a surrogate pair has no bytes in UTF-8. */
    private static String encodable(String text) {
        return new String(text.replace("\0", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}

package io.jenkins.plugins.secureexec.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private final ExecutionRequest request = ExecutionRequest.of("python", "print(1)")
            .limits(LimitPresets.defaults().with(Limit.MAX_OUTPUT_SIZE_KB, 1))
            .build();

    @Test
    void an_agent_cannot_lie_about_what_was_asked_for() throws Exception {
        ExecutionResult result = read(
                honest().put("language", "bash").put("environment", "docker").put("code_sha256", "0"));
        assertThat(result.language()).isEqualTo("python");
        assertThat(result.environment()).isEqualTo(Environment.NATIVE);
        assertThat(result.codeSha256()).hasSize(64);
    }

    @Test
    void what_it_says_is_cleaned_and_cut_at_the_output_limit() throws Exception {
        ExecutionResult result = read(honest().put("stdout", "\u001b[8mha:////note\u001b[0m" + "x".repeat(900))
                .put("stderr", "y".repeat(900))
                .put("message", "\u001b[31mred"));
        assertThat(result.stdout()).isEqualTo("x".repeat(900));
        assertThat(result.stderr()).isEqualTo("y".repeat(124));
        assertThat(result.message()).isEqualTo("red");
    }

    @Test
    void an_answer_of_a_newer_agent_is_understood() throws Exception {
        assertThat(read(honest().put("novelty", 1)).status()).isEqualTo(ExecutionStatus.SUCCESS);
    }

    @Test
    void an_id_that_is_none_is_replaced() throws Exception {
        assertThat(read(honest().put("execution_id", "<script>")).executionId()).hasSize(36);
    }

    @Test
    void nonsense_is_a_sandbox_error() {
        for (String answer : new String[] {"", "null", "[]", "{}", "{\"status\": \"splendid\"}", "x".repeat(5 << 20)}) {
            ExecutionResult result = new Answer(request).read(answer);
            assertThat(result.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
            assertThat(result.message()).startsWith("The agent's answer cannot be understood: ");
        }
    }

    private ExecutionResult read(ObjectNode answer) {
        return new Answer(request).read(answer.toString());
    }

    private ObjectNode honest() throws Exception {
        return (ObjectNode) EngineMapper.JSON.readTree(
                EngineMapper.JSON.writeValueAsString(Verdict.of(request, ExecutionStatus.SUCCESS, "Finished.")));
    }
}

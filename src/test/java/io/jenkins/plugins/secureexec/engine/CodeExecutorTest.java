package io.jenkins.plugins.secureexec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CodeExecutorTest {
    private static CodeExecutor executor;

    @BeforeAll
    static void open() {
        executor = CodeExecutor.open(EngineConfiguration.defaults());
    }

    @AfterAll
    static void close() {
        executor.close();
    }

    @Test
    void python_prints() throws Exception {
        for (int i = 0; i < 10; i++) {
            ExecutionResult result = executor.execute(ExecutionRequest.of("python", "print(42)").build(), OutputListener.NONE);
            System.out.println(EngineMapper.JSON.writeValueAsString(result));
        }
        ExecutionResult result = executor.execute(ExecutionRequest.of("c", "#include <stdio.h>\nint main(){puts(\"hi\");return 3;}").build(), OutputListener.NONE);
        System.out.println(EngineMapper.JSON.writeValueAsString(result));
        assertThat(result.stdout()).isEqualTo("hi\n");
    }
}

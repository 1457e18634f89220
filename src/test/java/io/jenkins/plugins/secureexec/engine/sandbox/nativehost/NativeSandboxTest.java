package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The native sandbox keeps the contract, by whatever means this machine and this user have. */
public class NativeSandboxTest extends SandboxContract {
    @Override
    protected Environment environment() {
        return Environment.NATIVE;
    }

    /** So that a machine made for the tests is known not to fall back to something weaker. */
    @Test
    @EnabledIfSystemProperty(
            named = "secure-exec.limits-by",
            matches = ".+",
            disabledReason = "only bin/verify-cgroup-v2 knows by which means its machine holds limits")
    void limits_are_held_by_the_means_that_this_machine_is_known_to_have() {
        ExecutionResult result = execute(ExecutionRequest.of("bash", "echo x"));
        assertThat(result.isolation().limits()).isEqualTo(System.getProperty("secure-exec.limits-by"));
        assertThat(result.isolation().notEnforced()).isEmpty();
        assertThat(result.usage().memoryUsedMb()).isPositive();
        assertThat(result.usage().processesUsed()).isPositive();
    }
}

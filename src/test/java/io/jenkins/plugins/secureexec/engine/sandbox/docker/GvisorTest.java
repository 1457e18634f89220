package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.sandbox.ContractCase;
import io.jenkins.plugins.secureexec.engine.sandbox.IsolationContract;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rows of the contract that are about isolation, in gVisor, and what is different there. */
class GvisorTest extends IsolationContract {
    private static final Set<String> ISOLATION =
            Set.of("reading", "writing", "planting", "network", "daemons", "forging");
    /** Shown with Python only; of "files", "signals" and "system calls" the other tests here tell what is different. */
    private static final Set<String> LIMITS = Set.of("memory", "time", "output");

    @BeforeAll
    static void needsGvisor() throws IOException {
        TestMachine.needsDocker();
        try (DockerClient client = TestDaemon.client(null)) {
            TestMachine.needs(
                    client.infoCmd().exec().getRuntimes().containsKey("runsc"),
                    "the Docker daemon does not know gVisor; bin/verify, run as root, starts one that does");
        }
    }

    /** Instead of that of the same name in the contract. */
    protected static Stream<ContractCase> hostilePrograms() throws IOException {
        return ContractCase.all()
                .filter(one -> ISOLATION.contains(one.row())
                        || LIMITS.contains(one.row()) && one.language().equals("python"));
    }

    @Override
    protected Environment environment() {
        return Environment.DOCKER;
    }

    @Override
    protected EngineConfiguration configuration() {
        return TestImages.engine(Map.of("runtime", "runsc", "pool_size", 0));
    }

    @Test
    void a_snippet_runs_in_a_kernel_of_its_own_which_the_result_tells() {
        ExecutionResult result = execute(TestImages.sh("dmesg | grep -c gVisor; exit 3"));
        assertThat(result.stdout()).as(result.toString()).isEqualTo("1\n");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.isolation().runtime()).isEqualTo("runsc");
        assertThat(result.isolation().seccomp()).isEqualTo("gvisor");
        assertThat(result.isolation().notEnforced()).containsExactly("max_processes");
    }

    @Test
    void system_calls_that_the_filter_refuses_elsewhere_reach_no_other_kernel_than_gvisors() {
        ExecutionResult result = execute(ExecutionRequest.of("bash", """
                unshare -Ur dmesg | grep -o gVisor | head -1
                unshare -Ur mount -t proc proc /proc 2>/dev/null
                echo /proc/[0-9]*
                """));
        assertThat(result.stdout()).as(result.toString()).matches("gVisor\\n(/proc/\\d+ ?){1,6}\\n");
    }

    @Test
    void a_file_beyond_the_limit_is_not_written_but_whoever_ignores_the_signal_fails_by_itself() {
        ExecutionResult result = execute(ExecutionRequest.of("python", """
                        import os
                        try:
                            with open('/tmp/huge', 'wb', 0) as f:
                                while True:
                                    f.write(b'x' * 65536)
                        finally:
                            print(os.stat('/tmp/huge').st_size)
                        """)
                .limits(LimitPresets.defaults().with(Limit.MAX_FILE_SIZE_MB, 2)));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.FAILURE);
        assertThat(result.stdout()).isEqualTo((2 << 20) + "\n");
        assertThat(result.stderr()).contains("File too large");
    }

    @Test
    void a_snippet_that_kills_the_containers_first_process_gains_no_success_by_it() {
        ExecutionResult result = execute(TestImages.sh("trap '' TERM; kill -9 1; sleep 5; echo ESCAPED"));
        assertThat(result.status()).as(result.toString()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
        assertThat(result.message()).contains("by the snippet itself", "gVisor");
        assertThat(result.stdout()).doesNotContain("ESCAPED");
    }
}

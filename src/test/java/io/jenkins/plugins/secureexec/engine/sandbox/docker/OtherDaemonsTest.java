package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.ResourceUsage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Daemons elsewhere. */
class OtherDaemonsTest {
    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        TestMachine.needsDocker();
        TestDaemon.needsMachine();
        TestMachine.needsProgram(Path.of("/usr/bin/openssl"), "openssl");
        home = Files.createTempDirectory(Path.of("/run"), "secure-exec-test-");
    }

    @AfterEach
    void remove() throws IOException, InterruptedException {
        if (home != null) {
            run("/bin/rm", "-rf", home.toString());
        }
    }

    @Test
    void a_daemon_behind_tls_runs_a_snippet_but_has_no_workspace_to_give() throws Exception {
        String certificates = certificates().toString();
        String host = "tcp://127.0.0.1:" + freePort();
        try (TestDaemon daemon = new TestDaemon(home, behindTls(host, certificates))
                        .start()
                        .withBusybox();
                CodeExecutor trusted =
                        CodeExecutor.open(TestImages.engine(Map.of("host", host, "cert_path", certificates)));
                CodeExecutor untrusted = CodeExecutor.open(TestImages.engine(Map.of("host", host)))) {
            ExecutionResult result = execute(trusted, TestImages.sh("echo hello"));
            assertThat(result.stdout()).as(result + " of " + daemon.host()).isEqualTo("hello\n");

            ExecutionResult withWorkspace = execute(
                    trusted,
                    TestImages.sh("ls /workspace")
                            .limits(LimitPresets.defaults().withAccess(false, true))
                            .workspace(home));
            assertThat(withWorkspace.status()).isEqualTo(ExecutionStatus.SANDBOX_ERROR);
            assertThat(withWorkspace.message()).contains("another machine", "fileSystemAccess");

            assertThat(execute(untrusted, TestImages.sh("echo hello")).message())
                    .contains("do not trust each other");
        }
    }

    @Test
    void a_daemon_on_another_machine_tells_what_a_snippet_used() throws Exception {
        String certificates = certificates().toString();
        String host = "tcp://127.0.0.1:" + freePort();
        try (TestDaemon daemon = TestDaemon.elsewhere(home, behindTls(host, certificates))
                        .start()
                        .withBusybox();
                CodeExecutor executor =
                        CodeExecutor.open(TestImages.engine(Map.of("host", host, "cert_path", certificates)))) {
            ExecutionResult result = execute(
                    executor,
                    TestImages.sh(
                                    "for i in 1 2 3 4 5; do head -c 9000000 /dev/zero >/tmp/$i; done\n"
                                            + "timeout 2 sh -c 'while :; do :; done'; sleep 0.5; rm /tmp/*; sleep 0.5; echo done")
                            .limits(LimitPresets.defaults().with(Limit.MAX_CPU_PERCENT, 25)));
            assertThat(result.stdout()).as(result + " of " + daemon.host()).isEqualTo("done\n");
            ResourceUsage usage = result.usage();
            assertThat(usage.memoryUsedMb()).isBetween(43.0, 70.0);
            // A quarter of a core for two seconds, and what the rest took.
            assertThat(usage.cpuTime()).isBetween(0.2, 1.2);
            assertThat(usage.cpuPercent()).isBetween(5.0, 35.0);
            assertThat(usage.throttledTime()).isPositive();
            assertThat(usage.processesUsed()).isBetween(2, 5);
            // Docker Engine 20.10 looks once a second.
            assertThat(usage.samples()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(usage.samples()).extracting(ResourceUsage.Sample::t).isSorted();
            assertThat(usage.samples()).anyMatch(sample -> sample.memoryMb() > 43);
            assertThat(usage.samples().get(usage.samples().size() - 1).memoryMb())
                    .isLessThan(20);
        }
    }

    private static String[] behindTls(String host, String certificates) {
        return new String[] {
            "--host",
            host,
            "--tlsverify",
            "--tlscacert",
            certificates + "/ca.pem",
            "--tlscert",
            certificates + "/cert.pem",
            "--tlskey",
            certificates + "/key.pem"
        };
    }

    private static ExecutionResult execute(CodeExecutor executor, ExecutionRequest.Builder request) {
        return executor.execute(request.build(), OutputListener.NONE);
    }

    /** One certificate for both sides. */
    private Path certificates() throws IOException, InterruptedException {
        run(
                "/bin/sh",
                "-ec",
                "cd \"$1\"; openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca-key.pem -out ca.pem\n"
                        + "openssl req -newkey rsa:2048 -nodes -subj /CN=both -keyout key.pem -out both.csr\n"
                        + "printf 'subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=serverAuth,clientAuth\\n' >ext\n"
                        + "openssl x509 -req -days 2 -in both.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -extfile ext"
                        + " -out cert.pem",
                "sh",
                home.toString());
        return home;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}

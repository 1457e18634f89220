package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
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
        TestImages.assumeDaemon();
        assumeTrue(TestDaemon.canRun(), "only root may start a daemon");
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
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl makes the certificates");
        String certificates = certificates().toString();
        String host = "tcp://127.0.0.1:" + freePort();
        try (TestDaemon daemon = new TestDaemon(
                                home,
                                "--host", host,
                                "--tlsverify",
                                "--tlscacert", certificates + "/ca.pem",
                                "--tlscert", certificates + "/cert.pem",
                                "--tlskey", certificates + "/key.pem")
                        .start()
                        .withBusybox();
                CodeExecutor trusted = CodeExecutor.open(TestImages.engine(Map.of("host", host, "cert_path", certificates)));
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

            assertThat(execute(untrusted, TestImages.sh("echo hello")).message()).contains("do not trust each other");
        }
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

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
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a snippet can see, compared with lists, so that nothing creeps in. */
class FileTreeTest {
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
    void the_root_holds_the_tools_and_the_scratch_space_alone() {
        assertThat(lines("ls -A /"))
                .isSubsetOf("bin", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "tmp", "usr");
    }

    @Test
    void etc_holds_nothing_of_the_host_but_links_and_the_linker_cache() {
        assertThat(lines("find /etc -mindepth 1 -maxdepth 1 -printf '%f\\n'"))
                .isSubsetOf(
                        "alternatives",
                        "ld.so.cache",
                        "passwd",
                        "group",
                        "hosts",
                        "nsswitch.conf",
                        "resolv.conf",
                        // Empty places, filled only for the language or the access that needs them.
                        "java-17-openjdk",
                        "java-21-openjdk",
                        "java-25-openjdk",
                        "ssl",
                        "pki",
                        "ca-certificates",
                        "gai.conf");
        assertThat(lines("cat /etc/passwd")).containsExactly("sandbox:x:65534:65534:sandbox:/tmp:/bin/sh");
        assertThat(lines("find /etc/ssl /etc/pki /etc/ca-certificates /etc/java* -type f 2>/dev/null; true"))
                .isEmpty();
        assertThat(lines("cat /etc/resolv.conf /etc/gai.conf 2>/dev/null; true"))
                .isEmpty();
    }

    @Test
    void dev_holds_the_harmless_devices() {
        assertThat(lines("ls -A /dev"))
                .containsExactlyInAnyOrder(
                        "core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout",
                        "tty", "urandom", "zero");
    }

    @Test
    void only_the_scratch_space_can_be_written() {
        assertThat(lines("find / -path /proc -prune -o -writable ! -type l -print 2>/dev/null"))
                .containsExactlyInAnyOrder(
                        "/tmp",
                        "/tmp/main.sh",
                        "/dev/shm",
                        "/dev/pts",
                        "/dev/pts/ptmx",
                        "/dev/full",
                        "/dev/null",
                        "/dev/random",
                        "/dev/tty",
                        "/dev/urandom",
                        "/dev/zero");
    }

    @Test
    void the_scratch_space_runs_programs_but_knows_no_devices_and_no_setuid() {
        String options = lines("grep ' /tmp ' /proc/mounts").get(0);
        assertThat(options).startsWith("tmpfs /tmp tmpfs").contains("nosuid", "nodev", "size=524288k");
        assertThat(options).doesNotContain("noexec");
    }

    @Test
    void the_environment_is_the_sandbox_s_own() {
        assertThat(lines("env | sed 's/=.*//'"))
                .containsExactlyInAnyOrder("HOME", "LANG", "PATH", "PWD", "SHLVL", "TMPDIR", "_");
    }

    @Test
    void no_open_file_is_inherited() {
        // ls has a third one on the directory itself.
        assertThat(lines("ls /proc/self/fd")).containsExactly("0", "1", "2", "3");
        assertThat(lines("readlink /proc/self/fd/0")).allMatch(target -> target.startsWith("pipe:"));
    }

    @Test
    void the_host_s_name_is_not_told() {
        assertThat(lines("cat /proc/sys/kernel/hostname; cat /proc/cmdline")).containsExactly("secure-exec");
    }

    @Test
    void a_socket_of_the_host_can_be_reached_where_the_network_was_granted_and_an_abstract_one_not_even_then()
            throws Exception {
        try (java.net.ServerSocket server =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            String code = "import socket, sys\n"
                    + "socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2).close()\n"
                    + "print('connected')\n"
                    + "socket.socketpair()\n"
                    + "try:\n    socket.socket(socket.AF_UNIX)\n    print('ESCAPED')\nexcept OSError:\n    print('held')\n";
            ExecutionResult result = executor.execute(
                    ExecutionRequest.of("python", code)
                            .validation(ValidationMode.OFF)
                            .args(List.of(Integer.toString(server.getLocalPort())))
                            .limits(LimitPresets.defaults().withAccess(true, false))
                            .build(),
                    OutputListener.NONE);
            assertThat(result.stdout()).as(result.toString()).isEqualTo("connected\nheld\n");
            assertThat(result.isolation().namespaces()).doesNotContain("network");
        }
    }

    @Test
    void without_the_network_there_is_no_netlink_either() {
        ExecutionResult result = executor.execute(
                ExecutionRequest.of("python", "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)")
                        .validation(ValidationMode.OFF)
                        .build(),
                OutputListener.NONE);
        assertThat(result.stderr()).contains("PermissionError");
        assertThat(result.isolation().namespaces()).contains("network");
    }

    private static List<String> lines(String script) {
        ResourceLimits limits = LimitPresets.defaults().with(Limit.MAX_PROCESSES, 20);
        ExecutionResult result = executor.execute(
                ExecutionRequest.of("bash", script)
                        .validation(ValidationMode.OFF)
                        .limits(limits)
                        .build(),
                OutputListener.NONE);
        assertThat(result.status()).as(result.toString()).isIn(ExecutionStatus.SUCCESS, ExecutionStatus.FAILURE);
        return result.stdout().lines().toList();
    }
}

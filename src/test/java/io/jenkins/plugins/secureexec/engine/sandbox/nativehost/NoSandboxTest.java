package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the sandbox cannot be built, nothing runs, and the author is told what is missing. */
class NoSandboxTest {
    @TempDir
    Path directory;

    @Test
    void without_bubblewrap_nothing_runs() {
        refuses(new Host("Linux", "amd64", false, "/nowhere"), "needs bwrap", "apt-get install bubblewrap");
    }

    @Test
    void on_another_system_than_linux_nothing_runs() {
        refuses(new Host("Mac OS X", "aarch64", false, Script.PATH), "needs Linux", "Mac OS X", "docker");
    }

    @Test
    void on_an_architecture_without_a_filter_nothing_runs() {
        refuses(new Host("Linux", "riscv64", Host.current().root(), Script.PATH), "riscv64", "x86_64 and aarch64");
    }

    @Test
    void where_the_kernel_refuses_user_namespaces_nothing_runs() throws Exception {
        // What bubblewrap prints on such a kernel.
        Path bwrap = directory.resolve("bwrap");
        Files.writeString(
                bwrap,
                "#!/bin/sh\necho 'bwrap: No permissions to create a new namespace, likely because the kernel does not "
                        + "allow non-privileged user namespaces.' >&2\nexit 1\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Host current = Host.current();
        refuses(
                new Host(current.osName(), current.osArch(), current.root(), directory + ":" + current.path()),
                "user namespaces",
                "kernel.unprivileged_userns_clone");
    }

    @Test
    void where_kernel_limits_are_required_sampling_is_not_enough() throws Exception {
        NativeSandbox sandbox = new NativeSandbox(Host.current(), LanguageCatalog.builtIn(), true);
        try (OutputCapture output = new OutputCapture(1000, OutputListener.NONE)) {
            if (sandbox.limitsKind().equals("sampling")) {
                throw new AssertionError("a sandbox that may only sample must refuse to tell its kind");
            }
            assertThat(sandbox.run(stage(), output).exitCode()).hasValue(0);
        } catch (SandboxException e) {
            assertThat(e).hasMessageContaining("control groups").hasMessageContaining("Delegate=yes");
        } finally {
            sandbox.close();
        }
    }

    private static void refuses(Host host, String... words) {
        NativeSandbox sandbox = new NativeSandbox(host, LanguageCatalog.builtIn(), false);
        try (OutputCapture output = new OutputCapture(1000, OutputListener.NONE)) {
            assertThatThrownBy(() -> sandbox.run(stage(), output))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContainingAll(words);
            assertThat(output.bytes(OutputListener.Stream.STDOUT)).isEmpty();
        } finally {
            sandbox.close();
        }
    }

    private static Stage stage() {
        return new Stage(
                "test",
                LanguageCatalog.builtIn().get("bash"),
                "",
                List.of("bash", "-c", "echo ran"),
                "main.sh",
                new byte[0],
                new byte[0],
                Map.of(),
                LimitPresets.defaults(),
                5,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}

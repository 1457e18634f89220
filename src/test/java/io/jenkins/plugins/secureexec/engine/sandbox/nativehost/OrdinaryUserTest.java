package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The agent's usual account is no superuser: the same suite, in a JVM of an ordinary user. */
@EnabledIf(value = "isRoot", disabledReason = "this JVM is an ordinary user's already")
class OrdinaryUserTest {
    private static final String USER = "54321";

    @Test
    void the_contract_holds_for_an_ordinary_user_too(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.setAttribute(home, "unix:uid", Integer.valueOf(USER));
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--bounding-set", "-all"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + home);
        command.addAll(List.of("-cp", readableClassPath(directory)));
        command.addAll(List.of("org.junit.platform.console.ConsoleLauncher", "execute", "--details=summary"));
        command.addAll(List.of("--disable-banner", "--fail-if-no-tests", "--include-classname=.*"));
        command.add("--select-class=" + NativeSandboxTest.class.getName());
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(report).isZero();
        assertThat(report).containsPattern("[1-9][0-9]+ tests successful").contains("0 tests failed");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left)
                    .as("what is left in the user's temporary directory")
                    .isEmpty();
        }
    }

    static boolean isRoot() {
        return Host.current().root();
    }

    /** The local Maven repository is usually in a home that no other user may enter. */
    private static String readableClassPath(Path directory) throws IOException {
        Path copies = Files.createDirectory(directory.resolve("classpath"));
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> entries = new ArrayList<>();
        for (String entry : own.split(File.pathSeparator)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path copy = copies.resolve(entries.size() + "-" + source.getFileName());
                copyTree(source, copy);
                entries.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (Stream<Path> tree = Files.walk(source)) {
            tree.forEach(path -> {
                try {
                    Files.copy(path, target.resolve(source.relativize(path).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

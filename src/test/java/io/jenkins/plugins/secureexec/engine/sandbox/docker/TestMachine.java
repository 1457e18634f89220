package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tests need of the machine. Where it lacks something, they are skipped and say what to do; where {@code
 * bin/verify} has seen to all of it, they fail instead.
 */
public final class TestMachine {
    private static final boolean HAS_ALL = Boolean.getBoolean("secure-exec.machine-has-all");
    private static final boolean DOCKER_ANSWERS = new DockerSandbox(DockerConfiguration.defaults()).isAvailable();

    private TestMachine() {}

    /** A Docker daemon, the tests' own or another. */
    public static void needsDocker() {
        needs(DOCKER_ANSWERS, "no Docker daemon answers; bin/verify starts one");
    }

    /** A kernel that lets this user do this. */
    static void needsRoot(String what) {
        needs("root".equals(System.getProperty("user.name")), "only root may " + what + "; run bin/verify as root");
    }

    /** A program, which bin/verify installs where it may. */
    public static void needsProgram(Path program, String debianPackage) {
        needs(
                Files.isExecutable(program),
                program + " is not installed (apt-get install " + debianPackage + ", or run bin/verify as root)");
    }

    /** By the shell's own command: a small machine has no other. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid)
                .start()
                .waitFor();
    }

    static void needs(boolean there, String otherwise) {
        if (HAS_ALL) {
            assertThat(there).as(otherwise).isTrue();
        }
        assumeTrue(there, otherwise);
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What this machine is, as far as the sandbox cares.
 *
 * @param osName as the JVM calls it
 * @param osArch as the JVM calls it
 * @param root whether this JVM runs as the superuser
 * @param path where programs are looked for
 */
record Host(String osName, String osArch, boolean root, String path) {
    static Host current() {
        boolean root;
        try {
            root = Files.exists(Path.of("/proc/self"))
                    && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new Host(System.getProperty("os.name"), System.getProperty("os.arch"), root, Script.PATH);
    }

    boolean isLinux() {
        return osName.equals("Linux");
    }

    Optional<Path> program(String name) {
        for (String directory : path.split(File.pathSeparator)) {
            Path program = Path.of(directory, name);
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /**
     * A program that the sandbox itself is made of.
     *
     * @throws SandboxException naming the program and the package that brings it
     */
    Path require(String name, String debianPackage) throws SandboxException {
        if (!isLinux()) {
            throw new SandboxException(
                    "The native sandbox needs Linux, and this agent runs " + osName + "; use environment docker here");
        }
        return program(name)
                .orElseThrow(() -> new SandboxException("The native sandbox needs " + name
                        + ", which is not installed on this agent; install it (apt-get install " + debianPackage
                        + ", or dnf install " + debianPackage + "), or use environment docker"));
    }

    /** The directory for what a sandbox keeps on disk; one that user 65534 can pass through where root starts it. */
    Path runtimeParent() {
        Path run = Path.of("/run");
        return root && Files.isWritable(run) ? run : Path.of(System.getProperty("java.io.tmpdir"));
    }
}

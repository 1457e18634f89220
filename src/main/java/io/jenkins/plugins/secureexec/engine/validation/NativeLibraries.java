package io.jenkins.plugins.secureexec.engine.validation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Has the binding load its native libraries from a directory of ours.
 *
 * <p>Left alone, the binding copies each library to the temp directory and leaves it there until the JVM ends in
 * good order; an agent that reconnects a hundred times would leave a thousand files. It looks at the system property
 * {@value #PROPERTY} first, so the libraries are put there, loaded, and deleted: a mapped library needs no name.
 */
final class NativeLibraries {
    private static final String PROPERTY = "tree-sitter-lib";

    /** Whether any of what is loaded came from a directory of the administrator's. */
    private static final AtomicBoolean ADMINISTRATORS = new AtomicBoolean();

    private NativeLibraries() {}

    /** Runs what makes the binding load the named libraries. */
    static <T> T loading(List<String> libraries, Supplier<T> loader) throws ValidatorUnavailableException {
        // The property belongs to the JVM, so the lock must be an object that all class loaders share.
        synchronized (System.getProperties()) {
            String administrators = System.getProperty(PROPERTY);
            List<Path> created = new ArrayList<>();
            if (administrators != null) {
                ADMINISTRATORS.set(true);
            }
            try {
                if (administrators == null) {
                    System.setProperty(PROPERTY, extract(libraries, created).toString());
                }
                return loader.get();
            } catch (LinkageError | RuntimeException e) {
                throw new ValidatorUnavailableException(reason(e), e);
            } catch (IOException e) {
                throw new ValidatorUnavailableException(
                        "The validator cannot unpack its parsers into " + System.getProperty("java.io.tmpdir")
                                + " (" + e + "). Make that directory writable, or start the JVM with"
                                + " -Djava.io.tmpdir=<a writable directory>.",
                        e);
            } finally {
                if (administrators == null) {
                    System.clearProperty(PROPERTY);
                }
                created.forEach(NativeLibraries::delete);
            }
        }
    }

    private static Path extract(List<String> libraries, List<Path> created) throws IOException {
        Path directory = Files.createTempDirectory("secure-exec-parsers-");
        created.add(directory);
        Path lib = Files.createDirectory(directory.resolve("lib"));
        created.add(0, lib);
        for (String library : libraries) {
            String name = resource(library);
            try (InputStream in = open(library)) {
                Path file = directory.resolve(name);
                created.add(0, file);
                Files.copy(in, file);
            }
        }
        return directory;
    }

    /** Whether what is loaded is what {@link #open} reads. To be asked while something is being loaded. */
    static boolean areOurs() {
        return !ADMINISTRATORS.get();
    }

    /** The library as the binding ships it for this platform. */
    static InputStream open(String library) {
        InputStream in = NativeLibraries.class.getClassLoader().getResourceAsStream(resource(library));
        if (in == null) {
            throw new UnsatisfiedLinkError("there is no " + resource(library));
        }
        return in;
    }

    private static String resource(String library) {
        return "lib/" + platform() + "-" + library + extension();
    }

    /** Windows keeps a loaded library's file; there the JVM removes it when it ends. */
    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }

    private static String platform() {
        String arch = System.getProperty("os.arch");
        boolean arm = arch.equals("aarch64");
        if (!arm && !arch.equals("amd64") && !arch.equals("x86_64")) {
            throw new UnsatisfiedLinkError("there are no parsers for the architecture " + arch);
        }
        return (arm ? "aarch64" : "x86_64") + "-"
                + switch (system()) {
                    case 'W' -> "windows";
                    case 'M' -> "macos";
                    default -> "linux-gnu";
                };
    }

    private static String extension() {
        return switch (system()) {
            case 'W' -> ".dll";
            case 'M' -> ".dylib";
            default -> ".so";
        };
    }

    private static char system() {
        return System.getProperty("os.name").charAt(0);
    }

    private static String reason(Throwable failure) {
        return "The validator's parsers cannot be loaded on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + " (" + failure.getMessage() + "). They need glibc (not musl, so not"
                + " an Alpine agent) on x86_64 or aarch64 and a temp directory that is not mounted noexec"
                + " (-Djava.io.tmpdir=...). Run on another agent, or have an administrator switch validation off.";
    }
}

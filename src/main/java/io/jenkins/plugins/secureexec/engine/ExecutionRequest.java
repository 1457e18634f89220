package io.jenkins.plugins.secureexec.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to run and within which limits; built with {@link #of}. */
public final class ExecutionRequest {
    /** The kernel's own bounds on one word and on all words of a command line, execve(2), with room to spare. */
    private static final int MAX_WORD_BYTES = 100_000;

    private static final int MAX_WORDS_LENGTH = 300_000;
    private static final int MAX_ARGS = 10_000;

    private final Builder values;

    private ExecutionRequest(Builder values) {
        this.values = values;
    }

    /** Begins a request for this snippet, in the native sandbox, at the default limits, validated strictly. */
    public static Builder of(String language, byte[] code) {
        return new Builder(language, code.clone());
    }

    /** Likewise, of a snippet in UTF-8. */
    public static Builder of(String language, String code) {
        return new Builder(language, code.getBytes(StandardCharsets.UTF_8));
    }

    public String language() {
        return values.language;
    }

    public byte[] code() {
        return values.code.clone();
    }

    public Environment environment() {
        return values.environment;
    }

    public ResourceLimits limits() {
        return values.limits;
    }

    public ValidationMode validation() {
        return values.validation;
    }

    public byte[] stdin() {
        return values.stdin.clone();
    }

    public List<String> args() {
        return values.args;
    }

    public Map<String, String> env() {
        return values.env;
    }

    /** The directory that {@code fileSystemAccess} mounts. */
    public Optional<Path> workspace() {
        return Optional.ofNullable(values.workspace);
    }

    /** The image to use instead of the language's own. */
    public Optional<String> image() {
        return Optional.ofNullable(values.image);
    }

    /** The OCI runtime to use instead of the daemon's default. */
    public Optional<String> runtime() {
        return Optional.ofNullable(values.runtime);
    }

    /** The GPUs to have instead of those that the administrator gives: {@code all}, a count, or ids with commas. */
    public Optional<String> gpus() {
        return Optional.ofNullable(values.gpus);
    }

    /** What the registry of the image is shown, instead of what the agent's user gave the docker program. */
    public Optional<RegistryCredentials> registryCredentials() {
        return Optional.ofNullable(values.registryCredentials);
    }

    /** Collects the parts of a request; every setter returns the builder. */
    public static final class Builder {
        private final String language;
        private final byte[] code;
        private Environment environment = Environment.NATIVE;
        private ResourceLimits limits = LimitPresets.defaults();
        private ValidationMode validation = ValidationMode.STRICT;
        private byte[] stdin = {};
        private List<String> args = List.of();
        private Map<String, String> env = Map.of();

        @CheckForNull
        private Path workspace;

        @CheckForNull
        private String image;

        @CheckForNull
        private String runtime;

        @CheckForNull
        private String gpus;

        @CheckForNull
        private RegistryCredentials registryCredentials;

        private Builder(String language, byte[] code) {
            this.language = language;
            this.code = code;
        }

        public Builder environment(Environment value) {
            environment = value;
            return this;
        }

        public Builder limits(ResourceLimits value) {
            limits = value;
            return this;
        }

        public Builder validation(ValidationMode value) {
            validation = value;
            return this;
        }

        public Builder stdin(byte[] value) {
            stdin = value.clone();
            return this;
        }

        public Builder args(List<String> value) {
            args = List.copyOf(value);
            return this;
        }

        public Builder env(Map<String, String> value) {
            env = Map.copyOf(value);
            return this;
        }

        public Builder workspace(@CheckForNull Path value) {
            workspace = value;
            return this;
        }

        public Builder image(@CheckForNull String value) {
            image = value;
            return this;
        }

        public Builder runtime(@CheckForNull String value) {
            runtime = value;
            return this;
        }

        public Builder gpus(@CheckForNull String value) {
            gpus = value;
            return this;
        }

        public Builder registryCredentials(@CheckForNull RegistryCredentials value) {
            registryCredentials = value;
            return this;
        }

        /**
         * Checks the parts.
         *
         * @throws IllegalArgumentException naming the part and the value
         */
        public ExecutionRequest build() {
            for (String arg : args) {
                if (arg.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("args: an argument holds a NUL character");
                }
                checkSize("an argument", arg);
            }
            if (args.stream().mapToLong(String::length).sum() > MAX_WORDS_LENGTH || args.size() > MAX_ARGS) {
                throw new IllegalArgumentException("args: more than " + MAX_ARGS + " arguments or " + MAX_WORDS_LENGTH
                        + " characters; pass large data as stdin");
            }
            env.forEach((name, value) -> {
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                    throw new IllegalArgumentException("env: '" + name
                            + "' is not a variable's name; use letters, digits and _, not beginning with a digit");
                }
                checkSize("the value of " + name, value);
                if (value.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("env: the value of " + name + " holds a NUL character");
                }
            });
            if (limits.fileSystemAccess() && workspace == null) {
                throw new IllegalArgumentException("fileSystemAccess needs a workspace to mount, and there is none");
            }
            return new ExecutionRequest(this);
        }

        private static void checkSize(String what, String word) {
            int size = word.getBytes(StandardCharsets.UTF_8).length;
            if (size > MAX_WORD_BYTES) {
                throw new IllegalArgumentException(
                        what + " has " + size + " bytes, above " + MAX_WORD_BYTES + "; pass large data as stdin");
            }
        }
    }
}

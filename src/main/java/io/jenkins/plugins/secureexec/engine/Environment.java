package io.jenkins.plugins.secureexec.engine;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kind of sandbox that runs a snippet. */
public enum Environment {
    @JsonProperty("docker")
    DOCKER,
    @JsonProperty("native")
    NATIVE;

    /** The word for it in parameters, logs and JSON. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Finds an environment by its word.
     *
     * @throws IllegalArgumentException naming the word and the allowed ones
     */
    public static Environment of(String word) {
        for (Environment environment : values()) {
            if (environment.word().equals(word)) {
                return environment;
            }
        }
        throw new IllegalArgumentException("environment '" + word + "' is unknown; use docker or native");
    }
}

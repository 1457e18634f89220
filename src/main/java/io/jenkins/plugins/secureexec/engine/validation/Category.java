package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a snippet reaches for. */
public enum Category {
    @JsonProperty("process")
    PROCESS,
    @JsonProperty("network")
    NETWORK,
    @JsonProperty("filesystem")
    FILESYSTEM,
    @JsonProperty("dynamic_code")
    DYNAMIC_CODE,
    @JsonProperty("reflection")
    REFLECTION,
    @JsonProperty("native")
    NATIVE,
    @JsonProperty("environment")
    ENVIRONMENT,
    /** Not something reached for: the code cannot be read. */
    @JsonProperty("syntax")
    SYNTAX;

    /** The word for it in rules and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.jenkins.plugins.secureexec.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How bad a violation, or a snippet as a whole, is; in rising order. */
public enum Severity {
    @JsonProperty("low")
    LOW,
    @JsonProperty("medium")
    MEDIUM,
    @JsonProperty("high")
    HIGH,
    @JsonProperty("critical")
    CRITICAL;

    /** The word for it in logs and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When an image is fetched from its registry. */
public enum PullPolicy {
    @JsonProperty("never")
    NEVER,
    @JsonProperty("if-absent")
    IF_ABSENT,
    @JsonProperty("always")
    ALWAYS
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import java.util.stream.Collectors;

/**
 * What an administrator decides for the Docker sandbox.
 *
 * @param host the daemon's address, as in DOCKER_HOST; null to find it as the docker program does
 * @param certPath the directory with ca.pem, cert.pem and key.pem for a daemon behind TLS; null as with {@code host}
 * @param controller whose containers these are; goes into a label
 * @param agent on which agent; goes into a label; null for a name of this machine
 * @param pull when images are fetched
 * @param runtime the OCI runtime where a request names none; null for the daemon's default
 * @param gpus what every container gets: {@code all}, a count, or device ids with commas; null for none
 * @param poolSize containers that wait for each image and memory limit lately used; 0 for no pool
 * @param poolIdleSeconds for how long they wait before they are given up
 * @param timeoutSeconds for the daemon's answer to a call
 * @param nativeFallback whether to run natively where the daemon is not there
 */
public record DockerConfiguration(
        @CheckForNull String host,
        @CheckForNull String certPath,
        String controller,
        @CheckForNull String agent,
        PullPolicy pull,
        @CheckForNull String runtime,
        @CheckForNull String gpus,
        int poolSize,
        int poolIdleSeconds,
        int timeoutSeconds,
        boolean nativeFallback) {

    public DockerConfiguration {
        require("controller", controller != null && !controller.isBlank(), controller);
        require("pull", pull != null, pull);
        require("pool_size", poolSize >= 0, poolSize);
        require("pool_idle_seconds", poolIdleSeconds >= 1, poolIdleSeconds);
        require("timeout_seconds", timeoutSeconds >= 1, timeoutSeconds);
    }

    /** What holds where nobody decided anything. */
    public static DockerConfiguration defaults() {
        return new DockerConfiguration(
                null, null, "standalone", null, PullPolicy.IF_ABSENT, null, null, 1, 300, 60, false);
    }

    /**
     * This configuration with some keys replaced.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public DockerConfiguration with(JsonNode overrides) {
        if (!overrides.isObject()) {
            throw new IllegalArgumentException("docker: expected a map of keys, found " + overrides);
        }
        ObjectNode merged = EngineMapper.JSON.valueToTree(this);
        merged.setAll((ObjectNode) overrides);
        try {
            return EngineMapper.JSON.treeToValue(merged, DockerConfiguration.class);
        } catch (JsonMappingException e) {
            String key = e.getPath().stream()
                    .map(step -> ", key " + step.getFieldName())
                    .collect(Collectors.joining());
            Throwable reason = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            String words = reason == e ? e.getOriginalMessage() : reason.getMessage();
            throw new IllegalArgumentException("docker" + key + ": " + words, e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("docker: " + e.getOriginalMessage(), e);
        }
    }

    private static void require(String key, boolean holds, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("key " + key + ": '" + value + "' is not possible");
        }
    }
}

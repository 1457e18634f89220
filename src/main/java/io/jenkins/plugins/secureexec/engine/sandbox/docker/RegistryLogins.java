package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.AuthConfig;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials that the agent's user gave the docker program (docker login). They are read at every pull, so that a
 * login is of use at once; docker-java reads them once, and knows no credential helpers.
 */
final class RegistryLogins {
    private final Path configFile;
    private final long timeoutNanos;

    RegistryLogins(Path configFile, long timeoutNanos) {
        this.configFile = configFile;
        this.timeoutNanos = timeoutNanos;
    }

    /** Those for a registry, where there are any: a helper's of its own, its entry, the common helper's. */
    Optional<AuthConfig> of(String registry) throws SandboxException, InterruptedException {
        JsonNode config = read();
        Optional<JsonNode> own = entry(config.path("credHelpers"), registry);
        if (own.isPresent()) {
            return ask(own.get(), registry);
        }
        Optional<AuthConfig> kept = entry(config.path("auths"), registry).flatMap(RegistryLogins::decoded);
        JsonNode store = config.path("credsStore");
        return kept.isPresent() || !store.isTextual() ? kept : ask(store, registry);
    }

    private Optional<AuthConfig> ask(JsonNode helper, String registry) throws SandboxException, InterruptedException {
        return new CredentialHelper(helper.asText(), timeoutNanos).get(registry);
    }

    private JsonNode read() throws SandboxException {
        try {
            return EngineMapper.JSON.readTree(Files.readString(configFile, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return EngineMapper.JSON.createObjectNode();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static SandboxException unreadable(Exception cause) {
        return new SandboxException(
                "The docker program's config.json, which holds the credentials of registries, cannot be read; mend it, or "
                        + "log the agent's user in again (docker login)",
                cause);
    }

    /** The keys are hosts, or addresses with a host in them. */
    private static Optional<JsonNode> entry(JsonNode entries, String registry) {
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            if (host(entry.getKey()).equals(registry)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    private static String host(String key) {
        String host = key.replaceFirst("^https?://", "").replaceFirst("/.*", "");
        return ImageName.isDockerHub(host) ? ImageName.DOCKER_HUB : host;
    }

    /** Empty for the entry that a login with a helper leaves. */
    private static Optional<AuthConfig> decoded(JsonNode entry) {
        if (entry.path("identitytoken").isTextual()) {
            return Optional.of(new AuthConfig()
                    .withIdentityToken(entry.path("identitytoken").asText()));
        }
        try {
            byte[] login = Base64.getDecoder().decode(entry.path("auth").asText());
            String[] both = new String(login, StandardCharsets.UTF_8).split(":", 2);
            return both.length < 2
                    ? Optional.empty()
                    : Optional.of(new AuthConfig().withUsername(both[0]).withPassword(both[1]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

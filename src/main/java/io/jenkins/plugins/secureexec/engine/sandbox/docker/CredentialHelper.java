package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.AuthConfig;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that keeps the docker program's credentials, docker-credential-NAME on the PATH: the registry's name goes in,
 * JSON comes out. What it prints is a secret, or may hold one, and is shown nowhere.
 */
final class CredentialHelper {
    /** How the docker program names an identity token. */
    private static final String TOKEN_USER = "<token>";

    private final String program;
    private final long timeoutNanos;

    CredentialHelper(String name, long timeoutNanos) {
        this.program = "docker-credential-" + name;
        this.timeoutNanos = timeoutNanos;
    }

    /** What it keeps for a registry; empty where it says that it has nothing. */
    Optional<AuthConfig> get(String registry) throws SandboxException, InterruptedException {
        Process process = start(registry);
        try {
            if (!process.waitFor(timeoutNanos, TimeUnit.NANOSECONDS)) {
                throw failed("did not answer within " + TimeUnit.NANOSECONDS.toSeconds(timeoutNanos) + " s", null);
            }
            // What fits into a pipe is there to be read although it has ended; a helper that prints more never ends.
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() == 0) {
                return Optional.of(credentials(EngineMapper.JSON.readTree(answer)));
            }
            if (answer.contains("credentials not found")) {
                return Optional.empty();
            }
            throw failed("ended with exit code " + process.exitValue(), null);
        } catch (IOException e) {
            // Its cause would quote what it printed.
            throw failed("answers in no JSON", null);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(String registry) throws SandboxException {
        Process process;
        try {
            process = new ProcessBuilder(program, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw failed("cannot be started", e);
        }
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(registry.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It does not listen; whether it answers nevertheless is seen next.
        }
        return process;
    }

    private AuthConfig credentials(JsonNode answer) throws SandboxException {
        String user = answer.path("Username").asText();
        String secret = answer.path("Secret").asText();
        if (secret.isEmpty()) {
            throw failed("answers without a Secret", null);
        }
        return user.equals(TOKEN_USER)
                ? new AuthConfig().withIdentityToken(secret)
                : new AuthConfig().withUsername(user).withPassword(secret);
    }

    private SandboxException failed(String how, Throwable cause) {
        return new SandboxException(
                "The credential helper " + program + ", which the docker program's config.json names, " + how
                        + "; install or mend it, or take it out of config.json",
                cause);
    }
}

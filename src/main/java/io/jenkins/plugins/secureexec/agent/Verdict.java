package io.jenkins.plugins.secureexec.agent;

import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Isolation;
import io.jenkins.plugins.secureexec.engine.ResourceUsage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Results of executions about which no agent said anything. */
public final class Verdict {
    private Verdict() {}

    /** That this request ended so, for this reason. Of a snippet that nobody has read, there is no digest. */
    public static ExecutionResult of(ExecutionRequest request, ExecutionStatus status, String sentence) {
        return new ExecutionResult(
                UUID.randomUUID().toString(),
                Instant.now(),
                status,
                sentence,
                sentence,
                null,
                "",
                "",
                request.language(),
                request.environment(),
                request.code().length == 0 ? null : sha256(request.code()),
                request.limits(),
                List.of(),
                null,
                ResourceUsage.NONE,
                Isolation.NONE);
    }

    static String sha256(byte[] code) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(code));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

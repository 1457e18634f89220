package io.jenkins.plugins.secureexec.report;

import io.jenkins.plugins.secureexec.engine.ExecutionResult;

/** Keeps the file of a build's executions readable at a glance: the whole output is in the build log. */
final class StoredOutput {
    private static final int MAX_CHARACTERS = 64 << 10;

    private StoredOutput() {}

    static ExecutionResult limited(ExecutionResult result) {
        if (result.stdout().length() <= MAX_CHARACTERS && result.stderr().length() <= MAX_CHARACTERS) {
            return result;
        }
        return new ExecutionResult(
                result.executionId(),
                result.timestamp(),
                result.status(),
                result.message(),
                result.error(),
                result.exitCode(),
                limited(result.stdout()),
                limited(result.stderr()),
                result.language(),
                result.environment(),
                result.codeSha256(),
                result.resourceLimits(),
                result.securityViolations(),
                result.risk(),
                result.usage(),
                result.isolation());
    }

    private static String limited(String output) {
        return output.length() <= MAX_CHARACTERS
                ? output
                : output.substring(0, MAX_CHARACTERS) + "\n[" + (output.length() - MAX_CHARACTERS)
                        + " more characters are in the build log]\n";
    }
}

package io.jenkins.plugins.secureexec.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.language.Language;
import io.jenkins.plugins.secureexec.engine.sandbox.StageResult;
import io.jenkins.plugins.secureexec.engine.validation.ValidationResult;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Puts what is known of an execution into its result, whichever way it ends. */
final class ResultBuilder {
    private static final Logger LOGGER = Logger.getLogger(ResultBuilder.class.getName());
    private static final int SIGNAL_BASE = 128;
    private static final String FALLBACK =
            "No Docker daemon answers: running in the native sandbox, as the administrator allows";

    private final String executionId;
    private final Instant timestamp;
    private final ExecutionRequest request;
    private Environment environment;

    @CheckForNull
    private StageResult compiled;

    @CheckForNull
    private ValidationResult verdict;

    ResultBuilder(String executionId, Instant timestamp, ExecutionRequest request) {
        this.executionId = executionId;
        this.timestamp = timestamp;
        this.request = request;
        this.environment = request.environment();
    }

    String executionId() {
        return executionId;
    }

    /** It runs natively, though it was to run in a container. */
    void fellBack(OutputListener listener) {
        environment = Environment.NATIVE;
        LOGGER.log(Level.WARNING, "{0} (execution {1})", new Object[] {FALLBACK, executionId});
        try {
            listener.progress(FALLBACK);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The listener did not take a line of progress", e);
        }
    }

    void compiled(StageResult stage) {
        compiled = stage;
    }

    ExecutionResult rejected(String sentence) {
        return result(ExecutionStatus.REJECTED, sentence, null, "", "", null, Isolation.NONE);
    }

    void validated(ValidationResult result) {
        verdict = result;
    }

    ExecutionResult rejected(ValidationResult refusal, ValidationMode mode) {
        List<Violation> refusing = refusal.violations().stream()
                .filter(violation -> ValidationResult.refuses(violation, mode))
                .toList();
        Violation first = refusing.get(0);
        return rejected(String.format(
                "Refused by the validator in %s mode: %s, %s at line %d, column %d: %s",
                mode.word(),
                refusing.size() == 1 ? "1 violation" : refusing.size() + " violations, the first",
                first.rule(),
                first.line(),
                first.column(),
                first.message()));
    }

    ExecutionResult sandboxError(Exception e) {
        return result(ExecutionStatus.SANDBOX_ERROR, e.getMessage(), null, "", "", null, Isolation.NONE);
    }

    ExecutionResult aborted() {
        return result(ExecutionStatus.ABORTED, "Stopped by the build.", null, "", "", null, Isolation.NONE);
    }

    ExecutionResult notCompiled(StageResult stage, ResourceLimits limits, byte[] diagnostics) {
        ExecutionStatus status = stage.breach().orElse(ExecutionStatus.COMPILE_ERROR);
        String sentence = stage.breach()
                .map(breach -> "The compiler was stopped: " + reached(breach, limits) + ".")
                .orElse("The compiler refused the snippet; its diagnostics are in stderr.");
        return result(status, sentence, null, "", TextCleaner.clean(diagnostics), null, stage.isolation());
    }

    ExecutionResult ran(StageResult stage, Language language, byte[] stdout, byte[] stderr) {
        Integer exitCode = stage.exitCode().isPresent() ? stage.exitCode().getAsInt() : null;
        ExecutionStatus status = stage.breach()
                .orElse(exitCode != null && exitCode == 0 ? ExecutionStatus.SUCCESS : ExecutionStatus.FAILURE);
        return result(
                status,
                sentence(stage, exitCode),
                exitCode,
                TextCleaner.clean(stdout),
                TextCleaner.clean(stderr),
                usage(stage, language),
                stage.isolation());
    }

    private String sentence(StageResult stage, @CheckForNull Integer exitCode) {
        if (stage.breach().isPresent()) {
            return "Stopped: " + reached(stage.breach().get(), request.limits())
                    + "; let the snippet do with less, or raise the limit.";
        }
        if (exitCode == null) {
            return "Killed from outside the sandbox.";
        }
        if (exitCode > SIGNAL_BASE && exitCode <= SIGNAL_BASE + 64) {
            return "Ended with exit code " + exitCode + " (signal " + (exitCode - SIGNAL_BASE) + ").";
        }
        return exitCode == 0
                ? String.format(
                        Locale.ROOT, "Finished in %.2f s.", stage.measurement().wallNanos() / 1e9)
                : "Ended with exit code " + exitCode + ".";
    }

    private static String reached(ExecutionStatus breach, ResourceLimits limits) {
        Limit limit =
                switch (breach) {
                    case TIME_LIMIT -> Limit.MAX_EXECUTION_TIME;
                    case MEMORY_LIMIT -> Limit.MAX_MEMORY_MB;
                    case PROCESS_LIMIT -> Limit.MAX_PROCESSES;
                    case OUTPUT_LIMIT -> Limit.MAX_OUTPUT_SIZE_KB;
                    case FILE_SIZE_LIMIT -> Limit.MAX_FILE_SIZE_MB;
                    default -> throw new IllegalArgumentException(breach + " is not a breach");
                };
        return limit.key() + " of " + limits.get(limit) + " " + limit.unit() + " was reached";
    }

    @CheckForNull
    private ResourceUsage usage(StageResult stage, Language language) {
        StageResult.Measurement measured = stage.measurement();
        Double cpu = seconds(measured.cpuNanos());
        Integer tasks = measured.peakTasks();
        return new ResourceUsage(
                seconds(measured.wallNanos()),
                compiled == null ? null : seconds(compiled.measurement().wallNanos()),
                cpu,
                measured.cpuNanos() == null ? null : round(100.0 * measured.cpuNanos() / measured.wallNanos()),
                measured.peakMemoryBytes() == null ? null : round(measured.peakMemoryBytes() / 1048576.0),
                tasks == null ? null : Math.max(1, tasks - (language.headRoom() - 1)),
                seconds(measured.throttledNanos()),
                measured.samples());
    }

    private ExecutionResult result(
            ExecutionStatus status,
            String message,
            @CheckForNull Integer exitCode,
            String stdout,
            String stderr,
            @CheckForNull ResourceUsage usage,
            Isolation isolation) {
        String told = environment == request.environment() ? message : message + " (" + FALLBACK + ".)";
        ResourceUsage shown = usage;
        if (shown == null && compiled != null) {
            shown = new ResourceUsage(
                    null, seconds(compiled.measurement().wallNanos()), null, null, null, null, null, List.of());
        }
        return new ExecutionResult(
                executionId,
                timestamp,
                status,
                told,
                status == ExecutionStatus.SUCCESS ? null : told,
                exitCode,
                stdout,
                stderr,
                request.language(),
                environment,
                sha256(request.code()),
                request.limits(),
                verdict == null ? List.of() : verdict.violations(),
                verdict == null || request.validation() == ValidationMode.OFF ? null : verdict.risk(),
                shown == null ? ResourceUsage.NONE : shown,
                isolation);
    }

    @CheckForNull
    private static Double seconds(@CheckForNull Long nanos) {
        return nanos == null ? null : Math.round(nanos / 1e5) / 1e4;
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static String sha256(byte[] code) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(code));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

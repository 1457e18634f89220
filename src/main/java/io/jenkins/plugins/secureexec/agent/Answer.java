package io.jenkins.plugins.secureexec.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.Isolation;
import io.jenkins.plugins.secureexec.engine.ResourceUsage;
import io.jenkins.plugins.secureexec.engine.TextCleaner;
import io.jenkins.plugins.secureexec.engine.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What an agent says about an execution. It can lie about how its own snippet went, but not about what was asked for,
 * and nothing in it is longer or dirtier than it may be.
 */
final class Answer {
    private static final Logger LOGGER = Logger.getLogger(Answer.class.getName());
    private static final ObjectReader LENIENT = EngineMapper.JSON
            .readerFor(ExecutionResult.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    /** A character of output takes at most six in JSON; the rest is for what is not output. */
    private static final int ESCAPED = 6;

    private static final int MAX_OTHER = 4 << 20;
    private static final int MAX_SENTENCE = 4000;
    private static final int MAX_WORD = 200;
    private static final int MAX_ENTRIES = 1000;

    private final ExecutionRequest request;

    Answer(ExecutionRequest request) {
        this.request = request;
    }

    ExecutionResult read(String json) {
        if (json.length() > ESCAPED * request.limits().outputBytes() + MAX_OTHER) {
            return unreadable("it has " + json.length() + " characters");
        }
        try {
            ExecutionResult result = LENIENT.readValue(json);
            return result == null || result.status() == null ? unreadable("it has no status") : cleaned(result);
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.WARNING, "An agent's answer is no execution", e);
            return unreadable("it is not the JSON of an execution");
        }
    }

    private ExecutionResult unreadable(String why) {
        return Verdict.of(
                request,
                ExecutionStatus.SANDBOX_ERROR,
                "The agent's answer cannot be understood: " + why + "; the log of Jenkins has the details.");
    }

    private ExecutionResult cleaned(ExecutionResult said) {
        int cap = (int) Math.min(Integer.MAX_VALUE, request.limits().outputBytes());
        String stdout = clean(said.stdout(), cap);
        String message = clean(said.message(), MAX_SENTENCE);
        return new ExecutionResult(
                id(said.executionId()),
                said.timestamp() == null ? Instant.now() : said.timestamp(),
                said.status(),
                message,
                said.status() == ExecutionStatus.SUCCESS ? null : message,
                said.exitCode(),
                stdout,
                clean(said.stderr(), cap - stdout.length()),
                request.language(),
                request.environment(),
                Verdict.sha256(request.code()),
                request.limits(),
                violations(said.securityViolations()),
                said.risk(),
                said.usage() == null ? ResourceUsage.NONE : usage(said.usage()),
                said.isolation() == null ? Isolation.NONE : isolation(said.isolation()));
    }

    private static String id(@CheckForNull String said) {
        try {
            return UUID.fromString(String.valueOf(said)).toString();
        } catch (IllegalArgumentException e) {
            return UUID.randomUUID().toString();
        }
    }

    static List<Violation> violations(List<Violation> said) {
        return said.stream().limit(MAX_ENTRIES).map(Answer::violation).toList();
    }

    static String sentence(@CheckForNull String said) {
        return clean(said, MAX_SENTENCE);
    }

    private static Violation violation(Violation said) {
        return new Violation(
                clean(said.rule(), MAX_WORD),
                clean(said.category(), MAX_WORD),
                said.severity(),
                clean(said.cwe(), MAX_WORD),
                said.line(),
                said.column(),
                clean(said.message(), MAX_SENTENCE));
    }

    private static ResourceUsage usage(ResourceUsage said) {
        return new ResourceUsage(
                said.executionTime(),
                said.compileTime(),
                said.cpuTime(),
                said.cpuPercent(),
                said.memoryUsedMb(),
                said.processesUsed(),
                said.throttledTime(),
                said.samples().stream().limit(MAX_ENTRIES).toList());
    }

    private static Isolation isolation(Isolation said) {
        return new Isolation(
                words(said.namespaces()),
                said.limits() == null ? null : clean(said.limits(), MAX_WORD),
                said.seccomp() == null ? null : clean(said.seccomp(), MAX_WORD),
                said.runtime() == null ? null : clean(said.runtime(), MAX_WORD),
                words(said.notEnforced()));
    }

    private static List<String> words(List<String> said) {
        return said.stream()
                .limit(MAX_ENTRIES)
                .map(word -> clean(word, MAX_WORD))
                .toList();
    }

    private static String clean(@CheckForNull String text, int cap) {
        if (text == null) {
            return "";
        }
        String clean = TextCleaner.clean(text.getBytes(StandardCharsets.UTF_8));
        return clean.length() <= cap ? clean : clean.substring(0, Math.max(0, cap));
    }
}

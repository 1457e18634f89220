package io.jenkins.plugins.secureexec.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.Severity;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.Violation;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import io.jenkins.plugins.secureexec.engine.validation.ValidationResult;
import java.util.List;

/**
 * What an agent says about a snippet. Findings that refuse it count, whatever the agent makes of them, and nothing is
 * longer or dirtier than it may be.
 */
final class VerdictAnswer {
    private static final int MAX_LENGTH = 4 << 20;
    private static final ObjectReader LENIENT =
            EngineMapper.JSON.readerFor(FileVerdict.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private VerdictAnswer() {}

    static FileVerdict read(String json, String file, String language, ValidationMode mode)
            throws JsonProcessingException {
        if (json.length() > MAX_LENGTH) {
            return FileVerdict.failure(
                    file, "The agent's answer has " + json.length() + " characters, too many to read.");
        }
        FileVerdict said = LENIENT.readValue(json);
        if (said == null) {
            return FileVerdict.failure(file, "The agent's answer is empty.");
        }
        if (said.failed()) {
            return FileVerdict.failure(file, Answer.sentence(said.message()));
        }
        List<Violation> findings = said.violations() == null ? List.of() : said.violations();
        if (findings.stream().anyMatch(finding -> finding == null || finding.severity() == null)) {
            return FileVerdict.failure(file, "The agent's answer has a finding without a severity.");
        }
        List<Violation> violations = Answer.violations(findings);
        boolean safe = said.safe() && violations.stream().noneMatch(each -> ValidationResult.refuses(each, mode));
        Severity risk = said.risk() == null ? Severity.LOW : said.risk();
        return FileVerdict.of(file, language, mode, new ValidationResult(safe, risk, violations));
    }
}

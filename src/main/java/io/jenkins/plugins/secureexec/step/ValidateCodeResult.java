package io.jenkins.plugins.secureexec.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What the step returns to a Pipeline. A class of plain values, because the Pipeline engine stores it. */
public final class ValidateCodeResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean safe;
    private final String risk;
    private final ArrayList<Map<String, Object>> violations;

    ValidateCodeResult(FileVerdict verdict) {
        safe = verdict.safe();
        risk = verdict.risk().word();
        violations = ViolationMaps.of(verdict.violations());
    }

    /** Whether the snippet would be let into a sandbox. */
    @Whitelisted
    public boolean isSafe() {
        return safe;
    }

    /** {@code low}, {@code medium}, {@code high} or {@code critical}. */
    @NonNull
    @Whitelisted
    public String getRisk() {
        return risk;
    }

    /** Each with rule, category, severity, cwe, line, column and message; in lenient mode also those that are let pass. */
    @NonNull
    @Whitelisted
    public List<Map<String, Object>> getViolations() {
        return Collections.unmodifiableList(violations);
    }

    @Override
    @Whitelisted
    public String toString() {
        return (safe ? "safe" : "refused") + ", risk " + risk + ", violations: " + violations.size();
    }
}

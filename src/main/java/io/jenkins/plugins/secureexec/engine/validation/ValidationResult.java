package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.Severity;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.Violation;
import java.util.Comparator;
import java.util.List;

/**
 * The verdict on one snippet.
 *
 * @param safe whether it may run
 * @param risk the worst finding, one step up where that kind comes in numbers
 * @param violations all findings in the order of the source; in lenient mode also those that do not refuse it
 */
public record ValidationResult(boolean safe, Severity risk, List<Violation> violations) {

    /** So many findings of the worst severity raise the risk by one step. */
    private static final int MANY = 5;

    static ValidationResult of(List<Violation> violations, ValidationMode mode) {
        List<Violation> sorted = violations.stream()
                .sorted(Comparator.comparingInt(Violation::line)
                        .thenComparingInt(Violation::column)
                        .thenComparing(Violation::rule))
                .toList();
        boolean safe = sorted.stream().noneMatch(violation -> refuses(violation, mode));
        return new ValidationResult(safe, risk(sorted), sorted);
    }

    /** Whether this finding alone refuses a snippet in the given mode. */
    public static boolean refuses(Violation violation, ValidationMode mode) {
        return switch (mode) {
            case STRICT -> true;
            case LENIENT -> violation.severity().compareTo(Severity.HIGH) >= 0;
            case OFF -> false;
        };
    }

    private static Severity risk(List<Violation> violations) {
        Severity worst = violations.stream()
                .map(Violation::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.LOW);
        long many = violations.stream().filter(v -> v.severity() == worst).count();
        return many < MANY || worst == Severity.CRITICAL ? worst : Severity.values()[worst.ordinal() + 1];
    }
}

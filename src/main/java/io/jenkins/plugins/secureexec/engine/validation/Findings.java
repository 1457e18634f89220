package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Collects violations, each rule once at a place, and no more than anyone would read. */
final class Findings {
    private static final int MOST = 100;

    private record Place(String rule, SourceText.Position position) {}

    private final ValidationRequest request;
    private final SourceText source;
    private final Set<Place> seen = new HashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    Findings(ValidationRequest request, SourceText source) {
        this.request = request;
        this.source = source;
    }

    /** Whether the request wants this rule; only then is a hit of it a hit. */
    boolean wants(Rule rule) {
        return request.asksFor(rule);
    }

    boolean strict() {
        return request.mode() == ValidationMode.STRICT;
    }

    void add(Rule rule, String what, int byteOffset) {
        if (!wants(rule) || violations.size() >= MOST) {
            return;
        }
        SourceText.Position position = source.atByte(byteOffset);
        if (seen.add(new Place(rule.id(), position))) {
            add(rule, what, position);
        }
    }

    void add(Rule rule, String what, SourceText.Position position) {
        violations.add(new Violation(
                rule.id(),
                rule.category().word(),
                rule.severity(),
                rule.cwe(),
                position.line(),
                position.column(),
                rule.describe(what)));
    }

    /** None yet, about another text for the same request. */
    Findings about(SourceText text) {
        return new Findings(request, text);
    }

    /** Takes over what was found in a text whose places are at others of this one. */
    void addAll(Findings others, UnaryOperator<SourceText.Position> here) {
        for (Violation each : others.violations) {
            SourceText.Position position = here.apply(new SourceText.Position(each.line(), each.column()));
            if (violations.size() < MOST && seen.add(new Place(each.rule(), position))) {
                violations.add(new Violation(
                        each.rule(),
                        each.category(),
                        each.severity(),
                        each.cwe(),
                        position.line(),
                        position.column(),
                        each.message()));
            }
        }
    }

    List<Violation> violations() {
        return violations;
    }
}

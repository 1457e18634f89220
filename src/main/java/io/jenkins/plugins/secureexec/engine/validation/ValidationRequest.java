package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.ValidationMode;

/**
 * How one snippet is to be judged.
 *
 * @param mode how much of what is found refuses it
 * @param networkAccess whether it is granted the network, so that network rules do not apply
 * @param fileSystemAccess whether it is granted the workspace, so that file rules do not apply
 */
public record ValidationRequest(ValidationMode mode, boolean networkAccess, boolean fileSystemAccess) {

    public static ValidationRequest strict() {
        return new ValidationRequest(ValidationMode.STRICT, false, false);
    }

    public static ValidationRequest lenient() {
        return new ValidationRequest(ValidationMode.LENIENT, false, false);
    }

    boolean asksFor(Rule rule) {
        return switch (rule.category()) {
                    case NETWORK -> !networkAccess;
                    case FILESYSTEM -> !fileSystemAccess;
                    default -> true;
                }
                && !(rule.strictOnly() && mode == ValidationMode.LENIENT);
    }
}

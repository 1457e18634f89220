package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * What an administrator may change about the validator.
 *
 * @param maxCodeSize the largest snippet, in bytes
 * @param disabledRules ids of rules that are switched off
 * @param blockedImports further modules that are refused, by language
 * @param blockedFunctions further functions that are refused, by language, as qualified names
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ValidatorConfiguration(
        int maxCodeSize,
        Set<String> disabledRules,
        Map<String, Set<String>> blockedImports,
        Map<String, Set<String>> blockedFunctions)
        implements Serializable {

    public static final int DEFAULT_MAX_CODE_SIZE = 50_000;

    /** What is absent from a configuration file takes its default. */
    public ValidatorConfiguration {
        maxCodeSize = maxCodeSize <= 0 ? DEFAULT_MAX_CODE_SIZE : maxCodeSize;
        disabledRules = disabledRules == null ? Set.of() : Set.copyOf(disabledRules);
        blockedImports = blockedImports == null ? Map.of() : Map.copyOf(blockedImports);
        blockedFunctions = blockedFunctions == null ? Map.of() : Map.copyOf(blockedFunctions);
    }

    public static ValidatorConfiguration defaults() {
        return new ValidatorConfiguration(DEFAULT_MAX_CODE_SIZE, Set.of(), Map.of(), Map.of());
    }

    /**
     * The same, where each name in it means something.
     *
     * @throws IllegalArgumentException naming the key, the value and what it may be
     */
    public ValidatorConfiguration checked() {
        ConfiguredNames.check(this);
        return this;
    }

    public ValidatorConfiguration withMaxCodeSize(int bytes) {
        return new ValidatorConfiguration(bytes, disabledRules, blockedImports, blockedFunctions);
    }
}

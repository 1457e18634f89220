package io.jenkins.plugins.secureexec.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import io.jenkins.plugins.secureexec.engine.sandbox.docker.DockerConfiguration;
import io.jenkins.plugins.secureexec.engine.validation.ValidatorConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * What an administrator decides for a {@link CodeExecutor}.
 *
 * @param languages that may be run
 * @param maxConcurrentExecutions at once; the others wait in order
 * @param validator what the validator refuses, and how large a snippet may be
 * @param compileLimits what a compiler may use; its {@code maxProcesses} are all its tasks
 * @param requireKernelLimits whether to refuse to run natively where limits could only be sampled
 * @param docker for the Docker sandbox
 */
public record EngineConfiguration(
        LanguageCatalog languages,
        int maxConcurrentExecutions,
        ValidatorConfiguration validator,
        ResourceLimits compileLimits,
        boolean requireKernelLimits,
        DockerConfiguration docker) {

    public EngineConfiguration {
        positive("max_concurrent_executions", maxConcurrentExecutions);
        positive("max_code_size", validator.maxCodeSize());
    }

    /** What holds where nobody decided anything. */
    public static EngineConfiguration defaults() {
        return new EngineConfiguration(
                LanguageCatalog.builtIn(),
                Runtime.getRuntime().availableProcessors(),
                ValidatorConfiguration.defaults(),
                new ResourceLimits(
                        60, 1024, 100 * Runtime.getRuntime().availableProcessors(), 64, 1024, 256, false, false),
                false,
                DockerConfiguration.defaults());
    }

    /**
     * Reads a configuration in YAML or JSON and lays it over the defaults.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static EngineConfiguration read(InputStream in) throws IOException {
        JsonNode root = EngineMapper.YAML.readTree(in);
        EngineConfiguration result = defaults();
        if (root.isMissingNode() || root.isNull()) {
            return result;
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("configuration: expected a map of keys, found " + root);
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            result = result.with(entry.getKey(), entry.getValue());
        }
        return result;
    }

    private EngineConfiguration with(String key, JsonNode value) {
        return switch (key) {
            case "languages" ->
                new EngineConfiguration(
                        languages.with(value),
                        maxConcurrentExecutions,
                        validator,
                        compileLimits,
                        requireKernelLimits,
                        docker);
            case "max_concurrent_executions" ->
                new EngineConfiguration(
                        languages, number(key, value), validator, compileLimits, requireKernelLimits, docker);
            case "max_code_size" -> withValidator(validator.withMaxCodeSize(number(key, value)));
            case "validation" -> withValidator(validation(value));
            case "compile_limits" ->
                new EngineConfiguration(
                        languages, maxConcurrentExecutions, validator, limits(value), requireKernelLimits, docker);
            case "require_kernel_limits" ->
                new EngineConfiguration(
                        languages, maxConcurrentExecutions, validator, compileLimits, bool(key, value), docker);
            case "docker" ->
                new EngineConfiguration(
                        languages,
                        maxConcurrentExecutions,
                        validator,
                        compileLimits,
                        requireKernelLimits,
                        docker.with(value));
            default ->
                throw new IllegalArgumentException("configuration: key '" + key
                        + "' is unknown; use languages, max_concurrent_executions, max_code_size, validation, "
                        + "compile_limits, require_kernel_limits or docker");
        };
    }

    private EngineConfiguration withValidator(ValidatorConfiguration other) {
        return new EngineConfiguration(
                languages, maxConcurrentExecutions, other, compileLimits, requireKernelLimits, docker);
    }

    private ValidatorConfiguration validation(JsonNode value) {
        if (!(value instanceof ObjectNode keys)) {
            throw new IllegalArgumentException("validation: expected a map of keys, found " + value);
        }
        ObjectNode complete = keys.deepCopy();
        if (!complete.has("max_code_size")) {
            complete.put("max_code_size", validator.maxCodeSize());
        }
        try {
            return EngineMapper.YAML
                    .treeToValue(complete, ValidatorConfiguration.class)
                    .checked();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("validation: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("validation: " + e.getMessage(), e);
        }
    }

    private ResourceLimits limits(JsonNode value) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("compile_limits: expected a map of limits, found " + value);
        }
        ResourceLimits result = compileLimits;
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Limit limit = Limit.of(entry.getKey());
            result = result.with(limit, limit.parse(entry.getValue().asText()));
        }
        return result;
    }

    private static int number(String key, JsonNode value) {
        if (!value.isInt()) {
            throw new IllegalArgumentException(key + " '" + value.asText() + "' is not a whole number");
        }
        return value.intValue();
    }

    private static boolean bool(String key, JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(key + " '" + value.asText() + "' is neither true nor false");
        }
        return value.booleanValue();
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " " + value + " is below 1");
        }
    }
}

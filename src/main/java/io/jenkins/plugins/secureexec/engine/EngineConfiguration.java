package io.jenkins.plugins.secureexec.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * What an administrator decides for a {@link CodeExecutor}.
 *
 * @param languages that may be run
 * @param maxConcurrentExecutions at once; the others wait in order
 * @param maxCodeSize bytes of a snippet
 * @param compileLimits what a compiler may use; its {@code maxProcesses} are all its tasks
 * @param requireKernelLimits whether to refuse to run natively where limits could only be sampled
 */
public record EngineConfiguration(
        LanguageCatalog languages,
        int maxConcurrentExecutions,
        int maxCodeSize,
        ResourceLimits compileLimits,
        boolean requireKernelLimits) {

    public EngineConfiguration {
        positive("max_concurrent_executions", maxConcurrentExecutions);
        positive("max_code_size", maxCodeSize);
    }

    /** What holds where nobody decided anything. */
    public static EngineConfiguration defaults() {
        return new EngineConfiguration(
                LanguageCatalog.builtIn(),
                Runtime.getRuntime().availableProcessors(),
                50_000,
                new ResourceLimits(60, 1024, 100 * Runtime.getRuntime().availableProcessors(), 64, 1024, 256, false, false),
                false);
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
            case "languages" -> new EngineConfiguration(
                    languages.with(value), maxConcurrentExecutions, maxCodeSize, compileLimits, requireKernelLimits);
            case "max_concurrent_executions" -> new EngineConfiguration(
                    languages, number(key, value), maxCodeSize, compileLimits, requireKernelLimits);
            case "max_code_size" -> new EngineConfiguration(
                    languages, maxConcurrentExecutions, number(key, value), compileLimits, requireKernelLimits);
            case "compile_limits" -> new EngineConfiguration(
                    languages, maxConcurrentExecutions, maxCodeSize, limits(value), requireKernelLimits);
            case "require_kernel_limits" -> new EngineConfiguration(
                    languages, maxConcurrentExecutions, maxCodeSize, compileLimits, bool(key, value));
            default -> throw new IllegalArgumentException("configuration: key '" + key
                    + "' is unknown; use languages, max_concurrent_executions, max_code_size, compile_limits or "
                    + "require_kernel_limits");
        };
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

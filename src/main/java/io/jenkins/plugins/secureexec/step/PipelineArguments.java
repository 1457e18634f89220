package io.jenkins.plugins.secureexec.step;

import io.jenkins.plugins.secureexec.policy.LimitParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;

/**
 * What a Pipeline wrote between the parentheses. A word that is misspelt is an error here, not a warning as elsewhere
 * in Jenkins: a limit that was meant must not silently be none.
 */
final class PipelineArguments {
    private static final Set<String> FLAGS =
            Set.of("networkAccess", "fileSystemAccess", "strict", "validate", "failOnError", "failOnViolation");

    private PipelineArguments() {}

    /**
     * The arguments as the step's setters take them.
     *
     * @throws IllegalArgumentException naming the parameter and what is wrong with it
     */
    static Map<String, Object> checked(Class<? extends SnippetStep> step, Map<String, Object> arguments) {
        List<String> known = DescribableModel.of(step).getParameters().stream()
                .map(DescribableParameter::getName)
                .toList();
        Map<String, Object> checked = new LinkedHashMap<>();
        arguments.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "parameter '" + name + "' is unknown; use one of " + String.join(", ", known));
            }
            checked.put(name, checked(name, value));
        });
        return checked;
    }

    private static Object checked(String name, Object value) {
        // Anything but "true" would be taken for false.
        if (FLAGS.contains(name) && !List.of("true", "false").contains(String.valueOf(value))) {
            throw new IllegalArgumentException(name + " '" + value + "' is neither true nor false");
        }
        if (name.equals("limits")) {
            if (!(value instanceof Map<?, ?> limits)) {
                throw new IllegalArgumentException("limits '" + value + "' is not a map such as [maxExecutionTime: 5]");
            }
            LimitParameters.check(limits);
        }
        if (name.equals("env") && value instanceof Map<?, ?> variables) {
            List<String> env = new ArrayList<>();
            variables.forEach((variable, text) -> env.add(variable + "=" + text));
            return env;
        }
        if (name.equals("args") && value instanceof List<?> args) {
            return args.stream().map(String::valueOf).toList();
        }
        return value;
    }

    /** What is behind the general sentence that structs puts around it, which shows the whole snippet. */
    static String reason(IllegalArgumentException e) {
        Throwable reason = e.getCause() == null ? e : e.getCause();
        return String.valueOf(reason.getMessage());
    }
}

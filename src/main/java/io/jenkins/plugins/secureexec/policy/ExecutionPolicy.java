package io.jenkins.plugins.secureexec.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.RegistryCredentials;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import io.jenkins.plugins.secureexec.engine.validation.ValidationRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an administrator lets run.
 *
 * @param engine the settings under which agents run it
 * @param engineSettings the same, as the administrator wrote them
 * @param defaultEnvironment for an author who names none
 * @param environments that may be asked for
 * @param languages that may be asked for
 * @param ceilings the most that may be asked for; a limit that is not in it has none
 * @param networkAccess whether it may be asked for
 * @param fileSystemAccess whether it may be asked for
 * @param unvalidated whether an author may do without the validator
 */
public record ExecutionPolicy(
        EngineConfiguration engine,
        String engineSettings,
        Environment defaultEnvironment,
        Set<Environment> environments,
        Set<String> languages,
        Map<Limit, Integer> ceilings,
        boolean networkAccess,
        boolean fileSystemAccess,
        boolean unvalidated) {

    /**
     * Finds what is wrong with parameters as far as their words alone can tell.
     *
     * @throws IllegalArgumentException naming the parameter and the way out
     */
    public void check(AuthorParameters written) {
        snippet(written);
        environment(written);
        limits(written);
        asked(written, new byte[0]);
    }

    /**
     * How to judge a snippet that does not run. What it may only be given when it runs, such as a language or access,
     * needs no leave here.
     *
     * @throws IllegalArgumentException naming the parameter and the way out
     */
    public Judgement judgement(SnippetParameters written) {
        snippet(written);
        if (!written.isValidate()) {
            throw new IllegalArgumentException(
                    "it is to be validated only, and validate: false is given; leave out one");
        }
        ResourceLimits limits = limits(written);
        return new Judgement(
                language(written),
                new ValidationRequest(validation(written), limits.networkAccess(), limits.fileSystemAccess()));
    }

    /** In which language a snippet is to be read, and how strictly. */
    public record Judgement(String language, ValidationRequest request) {}

    private void snippet(SnippetParameters written) {
        if ((written.getCode() == null) == (written.getFile() == null)) {
            throw new IllegalArgumentException(
                    written.getCode() == null
                            ? "neither code nor file is given; give one of them"
                            : "both code and file are given; give one of them");
        }
        language(written);
    }

    /**
     * What is asked for, allowed or not, as far as it is known without the agent: no access.
     *
     * @throws IllegalArgumentException of a parameter that makes no sense
     */
    public ExecutionRequest asked(AuthorParameters written, byte[] code) {
        return request(written, code, null).build();
    }

    /**
     * What to run for these parameters.
     *
     * @param code the snippet
     * @param workspace the job's workspace on the agent
     * @param login for the registry of a Docker image, where the author named one
     * @throws IllegalArgumentException of a parameter that makes no sense
     * @throws PolicyRefusal of one that makes sense and is not allowed
     */
    public ExecutionRequest resolve(
            AuthorParameters written, byte[] code, String workspace, @CheckForNull RegistryCredentials login)
            throws PolicyRefusal {
        ExecutionRequest request = request(written, code, Path.of(workspace))
                // What needs no image needs no secret on the agent.
                .registryCredentials(environment(written) == Environment.DOCKER ? login : null)
                .build();
        if (!languages.contains(request.language())) {
            throw new PolicyRefusal(
                    request,
                    "language " + request.language() + " is not allowed here; the administrator allows "
                            + String.join(", ", languages));
        }
        if (!environments.contains(request.environment())) {
            throw new PolicyRefusal(
                    request,
                    "environment " + request.environment().word() + " is not allowed here; the administrator allows "
                            + String.join(
                                    ", ",
                                    environments.stream().map(Environment::word).toList()));
        }
        for (Map.Entry<Limit, Integer> ceiling : ceilings.entrySet()) {
            int asked = request.limits().get(ceiling.getKey());
            if (asked > ceiling.getValue()) {
                throw new PolicyRefusal(request, aboveCeiling(ceiling.getKey(), asked, ceiling.getValue()));
            }
        }
        if (request.limits().networkAccess() && !networkAccess) {
            throw new PolicyRefusal(request, accessRefused("networkAccess", "the network"));
        }
        if (request.limits().fileSystemAccess() && !fileSystemAccess) {
            throw new PolicyRefusal(request, accessRefused("fileSystemAccess", "the workspace"));
        }
        if (request.validation() == ValidationMode.OFF && !unvalidated) {
            throw new PolicyRefusal(
                    request,
                    "validate: false is asked for, and the administrator lets nothing run that was not validated; "
                            + "leave it out");
        }
        return request;
    }

    static String aboveCeiling(Limit limit, int asked, int ceiling) {
        return String.format(
                "%s %d is above the ceiling of %d (%s); ask for at most %d, or ask the administrator to raise it",
                limit.key(), asked, ceiling, limit.unit(), ceiling);
    }

    private static String accessRefused(String parameter, String what) {
        return parameter + " is asked for, and the administrator gives no snippet " + what + "; write " + parameter
                + ": false or a preset without it";
    }

    private ExecutionRequest.Builder request(AuthorParameters written, byte[] code, @CheckForNull Path workspace) {
        ResourceLimits limits = limits(written);
        return ExecutionRequest.of(language(written), code)
                .environment(environment(written))
                .limits(workspace == null ? limits.withAccess(false, false) : limits)
                .validation(validation(written))
                .stdin(
                        written.getStdin() == null
                                ? new byte[0]
                                : written.getStdin().getBytes(StandardCharsets.UTF_8))
                .args(written.getArgs())
                .env(variables(written.getEnv()))
                .workspace(limits.fileSystemAccess() ? workspace : null);
    }

    private String language(SnippetParameters written) {
        LanguageCatalog catalog = engine.languages();
        if (written.getLanguage() != null) {
            catalog.get(written.getLanguage());
            return written.getLanguage();
        }
        if (written.getFile() == null) {
            throw new IllegalArgumentException("language is not given; use one of "
                    + String.join(", ", catalog.all().keySet()));
        }
        return catalog.ofFile(written.getFile())
                .orElseThrow(() -> new IllegalArgumentException("language is not given, and the name '"
                        + written.getFile() + "' does not tell it; use one of "
                        + String.join(", ", catalog.all().keySet())));
    }

    private Environment environment(AuthorParameters written) {
        return written.getEnvironment() == null ? defaultEnvironment : Environment.of(written.getEnvironment());
    }

    private static ResourceLimits limits(SnippetParameters written) {
        LimitParameters asked = written.getLimits() == null ? new LimitParameters() : written.getLimits();
        ResourceLimits limits = asked.resolve();
        return limits.withAccess(
                written.getNetworkAccess() == null ? limits.networkAccess() : written.getNetworkAccess(),
                written.getFileSystemAccess() == null ? limits.fileSystemAccess() : written.getFileSystemAccess());
    }

    private static ValidationMode validation(SnippetParameters written) {
        if (!written.isValidate()) {
            return ValidationMode.OFF;
        }
        return written.isStrict() ? ValidationMode.STRICT : ValidationMode.LENIENT;
    }

    private static Map<String, String> variables(List<String> env) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : env) {
            int equals = variable.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("env: '" + variable + "' is not of the form NAME=value");
            }
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return variables;
    }
}

package io.jenkins.plugins.secureexec.engine;

import io.jenkins.plugins.secureexec.engine.language.Language;
import io.jenkins.plugins.secureexec.engine.sandbox.Check;
import io.jenkins.plugins.secureexec.engine.sandbox.Sandbox;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.docker.DockerSandbox;
import io.jenkins.plugins.secureexec.engine.sandbox.nativehost.NativeSandbox;
import io.jenkins.plugins.secureexec.engine.validation.Rule;
import io.jenkins.plugins.secureexec.engine.validation.SecurityValidator;
import io.jenkins.plugins.secureexec.engine.validation.ValidationRequest;
import io.jenkins.plugins.secureexec.engine.validation.ValidationResult;
import io.jenkins.plugins.secureexec.engine.validation.ValidatorUnavailableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * The one door to everything that runs: validates a snippet, picks the sandbox, runs it there and tells how it went.
 * Safe for use by several threads; executions beyond the configured number wait in order.
 */
public final class CodeExecutor implements AutoCloseable {
    private final EngineConfiguration configuration;
    private final Clock clock;
    private final SecurityValidator validator;
    private final Map<Environment, Sandbox> sandboxes;
    private final Semaphore slots;

    /** An executor for this configuration; it must be closed. */
    public static CodeExecutor open(EngineConfiguration configuration) {
        Sandbox nativeSandbox = new NativeSandbox(configuration.languages(), configuration.requireKernelLimits());
        Sandbox docker = new DockerSandbox(configuration.docker());
        Map<Environment, Sandbox> sandboxes = new EnumMap<>(Environment.class);
        sandboxes.put(Environment.NATIVE, nativeSandbox);
        sandboxes.put(Environment.DOCKER, docker);
        return new CodeExecutor(
                configuration, Clock.systemUTC(), SecurityValidator.open(configuration.validator()), sandboxes);
    }

    private CodeExecutor(
            EngineConfiguration configuration,
            Clock clock,
            SecurityValidator validator,
            Map<Environment, Sandbox> sandboxes) {
        this.configuration = configuration;
        this.validator = validator;
        this.clock = clock;
        this.sandboxes = sandboxes;
        this.slots = new Semaphore(configuration.maxConcurrentExecutions(), true);
    }

    /**
     * Runs a request to its end. Whatever happens becomes a result; a thread that is interrupted gets one with the
     * status {@code aborted}, after everything is gone, and stays interrupted.
     */
    public ExecutionResult execute(ExecutionRequest request, OutputListener listener) {
        ResultBuilder result = new ResultBuilder(UUID.randomUUID().toString(), clock.instant(), request);
        Language language;
        try {
            language = admit(request);
            ValidationResult verdict = validate(request);
            result.validated(verdict);
            if (!verdict.safe()) {
                return result.rejected(verdict, request.validation());
            }
        } catch (IllegalArgumentException e) {
            return result.rejected(e.getMessage());
        } catch (ValidatorUnavailableException e) {
            return result.sandboxError(e);
        }
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result.aborted();
        }
        try {
            Sandbox sandbox = sandbox(request, listener, result);
            return new Execution(request, language, sandbox, configuration.compileLimits(), listener, result).run();
        } catch (SandboxException e) {
            return result.sandboxError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result.aborted();
        } finally {
            slots.release();
        }
    }

    /**
     * Judges a snippet and runs nothing.
     *
     * @throws ValidatorUnavailableException where no verdict is possible
     */
    public ValidationResult validate(String language, byte[] code, ValidationRequest request)
            throws ValidatorUnavailableException {
        return validator.validate(language, code, request);
    }

    /** All rules that can find something in a language's snippets. */
    public List<Rule> rules(String language) throws ValidatorUnavailableException {
        List<Rule> rules = new ArrayList<>(validator.rules(language));
        rules.addAll(SecurityValidator.generalRules(language));
        return rules;
    }

    /** Whether a language's tools are there in an environment. */
    public boolean provides(Environment environment, Language language) {
        Sandbox sandbox = sandboxes.get(environment);
        return sandbox != null && sandbox.provides(language);
    }

    /** How many rules a language's snippets are held against; empty where the validator does not know it. */
    public OptionalInt ruleCount(String language) {
        try {
            return OptionalInt.of(validator.ruleCount(language));
        } catch (ValidatorUnavailableException e) {
            return OptionalInt.empty();
        }
    }

    /** Whether an environment can be used at all. */
    public boolean isAvailable(Environment environment) {
        Sandbox sandbox = sandboxes.get(environment);
        return sandbox != null && sandbox.isAvailable();
    }

    /** What an environment needs of this machine and whether it is there. */
    public List<Check> checks(Environment environment) throws InterruptedException {
        Sandbox sandbox = sandboxes.get(environment);
        return sandbox == null ? List.of() : sandbox.checks();
    }

    private Language admit(ExecutionRequest request) {
        Language language = configuration.languages().get(request.language());
        int size = request.code().length;
        if (size > configuration.validator().maxCodeSize()) {
            throw new IllegalArgumentException("the snippet has " + size + " bytes, above max_code_size of "
                    + configuration.validator().maxCodeSize()
                    + "; split it, or ask the administrator to raise the limit");
        }
        return language;
    }

    private ValidationResult validate(ExecutionRequest request) throws ValidatorUnavailableException {
        return validate(
                request.language(),
                request.code(),
                new ValidationRequest(
                        request.validation(),
                        request.limits().networkAccess(),
                        request.limits().fileSystemAccess()));
    }

    private Sandbox sandbox(ExecutionRequest request, OutputListener listener, ResultBuilder result)
            throws SandboxException {
        Sandbox sandbox = sandboxes.get(request.environment());
        if (request.environment() == Environment.DOCKER
                && configuration.docker().nativeFallback()
                && !sandbox.isAvailable()) {
            result.fellBack(listener);
            return sandboxes.get(Environment.NATIVE);
        }
        if (sandbox == null) {
            throw new SandboxException(
                    "environment " + request.environment().word() + " is not available here; use environment native");
        }
        return sandbox;
    }

    @Override
    public void close() {
        sandboxes.values().forEach(Sandbox::close);
        validator.close();
    }
}

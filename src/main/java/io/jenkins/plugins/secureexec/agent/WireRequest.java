package io.jenkins.plugins.secureexec.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.RegistryCredentials;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A request as it crosses remoting: JSON, so that no class of it has to survive Java serialization. */
record WireRequest(
        String language,
        byte[] code,
        Environment environment,
        ResourceLimits limits,
        ValidationMode validation,
        byte[] stdin,
        List<String> args,
        Map<String, String> env,
        @CheckForNull String workspace,
        @CheckForNull String image,
        @CheckForNull String runtime,
        @CheckForNull String gpus,
        @CheckForNull RegistryCredentials registryCredentials) {

    static String write(ExecutionRequest request) throws JsonProcessingException {
        return EngineMapper.JSON.writeValueAsString(new WireRequest(
                request.language(),
                request.code(),
                request.environment(),
                request.limits(),
                request.validation(),
                request.stdin(),
                request.args(),
                request.env(),
                request.workspace().map(Path::toString).orElse(null),
                request.image().orElse(null),
                request.runtime().orElse(null),
                request.gpus().orElse(null),
                request.registryCredentials().orElse(null)));
    }

    static ExecutionRequest read(String json) throws JsonProcessingException {
        WireRequest wire = EngineMapper.JSON.readValue(json, WireRequest.class);
        return ExecutionRequest.of(wire.language, wire.code)
                .environment(wire.environment)
                .limits(wire.limits)
                .validation(wire.validation)
                .stdin(wire.stdin)
                .args(wire.args)
                .env(wire.env)
                .workspace(wire.workspace == null ? null : Path.of(wire.workspace))
                .image(wire.image)
                .runtime(wire.runtime)
                .gpus(wire.gpus)
                .registryCredentials(wire.registryCredentials)
                .build();
    }
}

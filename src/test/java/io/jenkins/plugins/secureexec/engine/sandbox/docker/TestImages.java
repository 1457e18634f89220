package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import java.util.Map;

/** The images of bin/toolchain-images, and an engine that uses them. */
final class TestImages {
    static final String TOOLCHAIN = "secure-exec-toolchain:bookworm";
    static final String BUSYBOX = "secure-exec-busybox:bookworm";

    private TestImages() {}

    /** The nine languages, and "sh", which is busybox's shell in an image with nothing else. */
    static LanguageCatalog languages() {
        ObjectNode images = EngineMapper.JSON.createObjectNode();
        LanguageCatalog.builtIn()
                .all()
                .keySet()
                .forEach(id -> images.putObject(id).put("image", TOOLCHAIN));
        ObjectNode sh = images.putObject("sh")
                .put("name", "sh")
                .put("image", BUSYBOX)
                .put("file", "main.sh")
                .put("head_room", 1);
        sh.putArray("extensions").add("ash");
        sh.putArray("run").add("sh").add("{file}");
        sh.putArray("programs").add("sh");
        return LanguageCatalog.builtIn().with(images);
    }

    /** The engine with these keys in its configuration of Docker. */
    static EngineConfiguration engine(Map<String, Object> docker) {
        TestMachine.needsDocker();
        EngineConfiguration defaults = EngineConfiguration.defaults();
        return new EngineConfiguration(
                languages(),
                defaults.maxConcurrentExecutions(),
                defaults.validator(),
                defaults.compileLimits(),
                defaults.requireKernelLimits(),
                DockerConfiguration.defaults().with(EngineMapper.JSON.valueToTree(docker)));
    }

    /** A snippet for busybox's shell, in Docker. */
    static ExecutionRequest.Builder sh(String code) {
        return ExecutionRequest.of("sh", code).environment(Environment.DOCKER).validation(ValidationMode.OFF);
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import java.util.Map;

/** The images of bin/toolchain-images, and an engine that uses them. */
final class TestImages {
    static final String TOOLCHAIN = "secure-exec-toolchain:bookworm";
    static final String BUSYBOX = "secure-exec-busybox:bookworm";

    private TestImages() {}

    static LanguageCatalog languages() {
        ObjectNode images = EngineMapper.JSON.createObjectNode();
        LanguageCatalog.builtIn().all().keySet().forEach(id -> images.putObject(id).put("image", TOOLCHAIN));
        return LanguageCatalog.builtIn().with(images);
    }

    /** The engine with these keys in its configuration of Docker. */
    static EngineConfiguration engine(Map<String, Object> docker) {
        EngineConfiguration defaults = EngineConfiguration.defaults();
        return new EngineConfiguration(
                languages(),
                defaults.maxConcurrentExecutions(),
                defaults.maxCodeSize(),
                defaults.compileLimits(),
                defaults.requireKernelLimits(),
                DockerConfiguration.defaults().with(EngineMapper.JSON.valueToTree(docker)));
    }
}

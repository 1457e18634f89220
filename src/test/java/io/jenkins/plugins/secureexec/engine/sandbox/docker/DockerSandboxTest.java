package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxContract;
import java.util.Map;

/** The contract with containers that are started for each stage. */
class DockerSandboxTest extends SandboxContract {
    @Override
    protected Environment environment() {
        return Environment.DOCKER;
    }

    @Override
    protected EngineConfiguration configuration() {
        return TestImages.engine(Map.of("pool_size", 0));
    }
}

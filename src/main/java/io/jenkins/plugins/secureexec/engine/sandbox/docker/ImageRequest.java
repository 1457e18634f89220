package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.RegistryCredentials;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import java.util.Optional;

/**
 * The image that a stage needs.
 *
 * @param credentials the author's; empty for those of the agent's user
 * @param output hears of a pull
 */
record ImageRequest(ImageName name, Optional<RegistryCredentials> credentials, OutputCapture output) {
    static ImageRequest of(Stage stage, OutputCapture output) throws SandboxException {
        ImageName name = ImageName.of(stage.image().orElse(stage.language().image()));
        return new ImageRequest(name, stage.registryCredentials(), output);
    }
}

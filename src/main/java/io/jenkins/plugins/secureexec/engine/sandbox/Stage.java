package io.jenkins.plugins.secureexec.engine.sandbox;

import io.jenkins.plugins.secureexec.engine.RegistryCredentials;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import io.jenkins.plugins.secureexec.engine.language.Language;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command in a sandbox of its own: the compiler, or the program.
 *
 * @param executionId whose execution this is a part of
 * @param language whose tools it needs
 * @param setup a shell command that prepares the scratch space, before the limit on file sizes holds; may be empty
 * @param command what runs in the scratch space
 * @param fileName the name of what lies in the scratch space at the start, executable
 * @param file its bytes
 * @param stdin what the command reads
 * @param env its variables, beside those that every sandbox sets
 * @param limits what it may use
 * @param maxTasks processes and threads that it may have at once
 * @param workspace the directory to mount at /workspace where the limits give access to it
 * @param image instead of the language's own, where the sandbox has images
 * @param runtime instead of the default, where the sandbox has runtimes
 * @param gpus instead of the default, where the sandbox gives any: {@code all}, a count, or device ids with commas
 * @param registryCredentials for the image, instead of those of the agent's user
 */
public record Stage(
        String executionId,
        Language language,
        String setup,
        List<String> command,
        String fileName,
        byte[] file,
        byte[] stdin,
        Map<String, String> env,
        ResourceLimits limits,
        int maxTasks,
        Optional<Path> workspace,
        Optional<String> image,
        Optional<String> runtime,
        Optional<String> gpus,
        Optional<RegistryCredentials> registryCredentials) {

    /** The same stage with another directory as its workspace. */
    public Stage withWorkspace(Optional<Path> directory) {
        return new Stage(
                executionId,
                language,
                setup,
                command,
                fileName,
                file,
                stdin,
                env,
                limits,
                maxTasks,
                directory,
                image,
                runtime,
                gpus,
                registryCredentials);
    }
}

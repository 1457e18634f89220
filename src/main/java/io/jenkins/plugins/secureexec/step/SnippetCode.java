package io.jenkins.plugins.secureexec.step;

import hudson.FilePath;
import io.jenkins.plugins.secureexec.agent.SnippetFile;
import io.jenkins.plugins.secureexec.policy.ExecutionPolicy;
import io.jenkins.plugins.secureexec.policy.SnippetParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The bytes of a snippet, wherever its author put them. */
final class SnippetCode {
    private SnippetCode() {}

    /** @throws IllegalArgumentException of a file that cannot be read, in words */
    static byte[] read(SnippetParameters written, FilePath workspace, ExecutionPolicy policy)
            throws IOException, InterruptedException {
        return written.getFile() == null
                ? written.getCode().getBytes(StandardCharsets.UTF_8)
                : SnippetFile.read(
                        workspace,
                        written.getFile(),
                        policy.engine().validator().maxCodeSize());
    }
}

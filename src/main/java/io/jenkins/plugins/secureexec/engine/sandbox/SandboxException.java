package io.jenkins.plugins.secureexec.engine.sandbox;

/** The sandbox, not the snippet, failed. The message is for the author: what is wrong and the way out. */
public class SandboxException extends Exception {
    private static final long serialVersionUID = 1L;

    public SandboxException(String sentence) {
        super(sentence);
    }

    public SandboxException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}

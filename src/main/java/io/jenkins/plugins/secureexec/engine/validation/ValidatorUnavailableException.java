package io.jenkins.plugins.secureexec.engine.validation;

/** The validator cannot judge: not a verdict on the snippet. The message says what to do. */
public class ValidatorUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public ValidatorUnavailableException(String message) {
        super(message);
    }

    public ValidatorUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

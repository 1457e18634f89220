package io.jenkins.plugins.secureexec.policy;

import io.jenkins.plugins.secureexec.engine.ExecutionRequest;

/** The administrator does not let this request run. The message is for the author. */
public final class PolicyRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ExecutionRequest request;

    PolicyRefusal(ExecutionRequest request, String sentence) {
        super(sentence);
        this.request = request;
    }

    /** What was asked for. */
    public ExecutionRequest request() {
        return request;
    }
}

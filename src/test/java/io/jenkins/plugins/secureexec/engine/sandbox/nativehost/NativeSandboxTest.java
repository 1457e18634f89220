package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxContract;

/** The native sandbox keeps the contract, by whatever means this machine and this user have. */
public class NativeSandboxTest extends SandboxContract {
    @Override
    protected Environment environment() {
        return Environment.NATIVE;
    }
}

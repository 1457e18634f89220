package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What seccomp.yaml says, ready to be compiled for an architecture. */
record SeccompPolicy(Map<String, Architecture> architectures, List<Call> calls) {

    enum Answer {
        REFUSE(1),
        ABSENT(38),
        IGNORE(0);

        final int errno;

        Answer(int errno) {
            this.errno = errno;
        }
    }

    /** How the kernel calls an architecture in seccomp_data, and its highest system call that was considered. */
    record Architecture(long audit, int highest) {}

    record Call(
            String name,
            @CheckForNull Integer x86_64,
            @CheckForNull Integer aarch64,
            @CheckForNull Answer answer,
            @CheckForNull Boolean network,
            @CheckForNull Integer argument,
            @CheckForNull Long anyBits,
            @CheckForNull Long equals,
            @CheckForNull List<Long> notIn,
            String reason) {

        @CheckForNull
        Integer number(String architecture) {
            return architecture.equals("x86_64") ? x86_64 : aarch64;
        }

        int errno() {
            return (answer == null ? Answer.REFUSE : answer).errno;
        }
    }

    static SeccompPolicy read() {
        try (InputStream in = SeccompPolicy.class.getResourceAsStream("seccomp.yaml")) {
            return EngineMapper.YAML.readValue(in, SeccompPolicy.class);
        } catch (IOException e) {
            throw new UncheckedIOException("seccomp.yaml in the jar cannot be read", e);
        }
    }

    /**
     * The filter for this machine as a program for the kernel.
     *
     * @throws SandboxException where the architecture is not in the list
     */
    byte[] compile(String osArch, boolean network) throws SandboxException {
        String name = osArch.equals("amd64") ? "x86_64" : osArch;
        Architecture architecture = architectures.get(name);
        if (architecture == null) {
            throw new SandboxException("The native sandbox has no system-call filter for the architecture '" + osArch
                    + "' of this agent, only for " + String.join(" and ", architectures.keySet())
                    + "; use environment docker here");
        }
        SeccompProgram program = new SeccompProgram(architecture);
        for (Call call : calls) {
            if (call.number(name) != null && (call.network == null || call.network == network)) {
                program.add(call, call.number(name));
            }
        }
        return program.end();
    }
}

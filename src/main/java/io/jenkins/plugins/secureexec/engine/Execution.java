package io.jenkins.plugins.secureexec.engine;

import io.jenkins.plugins.secureexec.engine.OutputListener.Stream;
import io.jenkins.plugins.secureexec.engine.language.Language;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.Sandbox;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import io.jenkins.plugins.secureexec.engine.sandbox.StageResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stages of one request. A compiler runs in a sandbox of its own; what it made leaves that sandbox as bytes on its
 * stdout, which nobody out here looks into, and enters the program's sandbox as a file.
 */
final class Execution {
    private static final String ARCHIVE = ".secure-exec.tar";
    private static final long MAX_ARCHIVE_BYTES = 128L << 20;

    private final ExecutionRequest request;
    private final Language language;
    private final Language.Program program;
    private final Sandbox sandbox;
    private final ResourceLimits compileLimits;
    private final OutputListener listener;
    private final ResultBuilder result;

    Execution(
            ExecutionRequest request,
            Language language,
            Sandbox sandbox,
            ResourceLimits compileLimits,
            OutputListener listener,
            ResultBuilder result) {
        this.request = request;
        this.language = language;
        this.program = language.program(request.code());
        this.sandbox = sandbox;
        this.compileLimits = compileLimits;
        this.listener = listener;
        this.result = result;
    }

    ExecutionResult run() throws SandboxException, InterruptedException {
        if (!language.isCompiled()) {
            return run("", program.file(), request.code());
        }
        try (OutputCapture output = new OutputCapture(MAX_ARCHIVE_BYTES, OutputListener.NONE)) {
            StageResult compiled = sandbox.run(compileStage(), output);
            result.compiled(compiled);
            byte[] diagnostics = output.bytes(Stream.STDERR);
            if (compiled.breach().isPresent() || compiled.exitCode().orElse(0) != 0) {
                return compilerRefused(compiled, diagnostics);
            }
            byte[] made = output.bytes(Stream.STDOUT);
            return language.singleArtifact().isPresent()
                    ? run("", language.singleArtifact().get(), made)
                    : run("tar -xf " + ARCHIVE + " && rm " + ARCHIVE, ARCHIVE, made);
        }
    }

    private ExecutionResult run(String setup, String fileName, byte[] file)
            throws SandboxException, InterruptedException {
        List<String> command = new ArrayList<>(program.run());
        command.addAll(request.args());
        try (OutputCapture output = new OutputCapture(request.limits().outputBytes(), listener)) {
            StageResult ran = sandbox.run(
                    new Stage(
                            result.executionId(),
                            language,
                            setup,
                            command,
                            fileName,
                            file,
                            request.stdin(),
                            request.env(),
                            request.limits(),
                            request.limits().maxProcesses() + language.headRoom(),
                            request.workspace(),
                            request.image(),
                            request.runtime(),
                            request.gpus(),
                            request.registryCredentials()),
                    output);
            return result.ran(ran, language, output.bytes(Stream.STDOUT), output.bytes(Stream.STDERR));
        }
    }

    private Stage compileStage() {
        String deliver = language.singleArtifact()
                .map(artifact -> "cat " + artifact)
                .orElse("tar -cf - " + String.join(" ", language.artifacts()));
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" >&2 && exec " + deliver, "compile"));
        command.addAll(program.compile());
        return new Stage(
                result.executionId(),
                language,
                "",
                command,
                program.file(),
                request.code(),
                new byte[0],
                Map.of(),
                compileLimits,
                compileLimits.maxProcesses(),
                Optional.empty(),
                request.image(),
                request.runtime(),
                Optional.empty(),
                request.registryCredentials());
    }

    private ExecutionResult compilerRefused(StageResult compiled, byte[] diagnostics) {
        int length = (int) Math.min(diagnostics.length, request.limits().outputBytes());
        byte[] shown = java.util.Arrays.copyOf(diagnostics, length);
        try {
            listener.output(Stream.STDERR, shown);
        } catch (IOException e) {
            java.util.logging.Logger.getLogger(Execution.class.getName())
                    .log(java.util.logging.Level.WARNING, "The listener did not take the compiler's diagnostics", e);
        }
        return result.notCompiled(compiled, compileLimits, shown);
    }
}

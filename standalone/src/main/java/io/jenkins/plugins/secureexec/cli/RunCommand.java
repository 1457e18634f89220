package io.jenkins.plugins.secureexec.cli;

import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.Violation;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a file, or stdin (-), in a sandbox.",
        footer = {
            "",
            "Ends with the program's own exit code, or 65 where the compiler refused it, 124 for the time limit,",
            "137 for another limit, 125 where the sandbox failed, 126 where the snippet was refused, 130 when stopped."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    EngineOptions engine;

    @Mixin
    LimitOptions limits;

    @Option(names = "-l", paramLabel = "LANG", description = "The language; by default what the file's suffix says.")
    String language;

    @Option(names = "-e", paramLabel = "ENV", description = "native (the default) or docker.")
    String environment = Environment.NATIVE.word();

    @Option(names = "--validation", paramLabel = "MODE", description = "strict (the default), lenient or off.")
    ValidationMode validation = ValidationMode.STRICT;

    @Option(names = "--stdin", paramLabel = "FILE", description = "What the program reads; - is this command's stdin.")
    String stdin;

    @Option(names = "--env", paramLabel = "K=V", description = "A variable for the program; may be repeated.")
    Map<String, String> env = Map.of();

    @Option(names = "--image", paramLabel = "I", description = "The Docker image, instead of the language's own.")
    String image;

    @Option(names = "--runtime", paramLabel = "R", description = "The OCI runtime, such as runsc.")
    String runtime;

    @Parameters(index = "0", paramLabel = "FILE", description = "The snippet; - is stdin.")
    String file;

    @Parameters(index = "1..*", paramLabel = "ARG", description = "Arguments for the program, after --.")
    List<String> args = List.of();

    @Override
    public Integer call() throws UnreadableFileException, IOException {
        EngineConfiguration configuration = engine.configuration();
        if (file.equals("-") && "-".equals(stdin)) {
            throw usage("stdin cannot be both the snippet and what it reads");
        }
        ExecutionRequest request = request(configuration);
        ExecutionResult result;
        try (CodeExecutor executor = CodeExecutor.open(configuration)) {
            result = executor.execute(request, engine.json ? OutputListener.NONE : new PassThrough());
        }
        record(result);
        if (engine.json) {
            engine.printJson(result);
        } else if (result.status() != ExecutionStatus.SUCCESS) {
            for (Violation violation : result.securityViolations()) {
                System.err.println(violation.inLog(file));
            }
            System.err.println("secure-exec: " + result.status().word() + ": " + result.message());
        }
        return result.status() == ExecutionStatus.FAILURE && result.exitCode() != null
                ? result.exitCode()
                : result.status().commandLineExit();
    }

    private ExecutionRequest request(EngineConfiguration configuration) throws UnreadableFileException {
        byte[] code = Input.read(file);
        byte[] input = stdin == null ? new byte[0] : Input.read(stdin);
        try {
            String id = language != null
                    ? language
                    : configuration.languages().ofFile(file).orElseThrow(() -> new IllegalArgumentException(
                            "the language of " + file + " does not follow from its suffix; name it with -l"));
            return ExecutionRequest.of(configuration.languages().get(id) == null ? "" : id, code)
                    .environment(Environment.of(environment))
                    .limits(limits.limits())
                    .validation(validation)
                    .stdin(input)
                    .args(args)
                    .env(env)
                    .workspace(limits.fileSystemAccess)
                    .image(image)
                    .runtime(runtime)
                    .build();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(engine.command.commandLine(), sentence);
    }

    private static void record(ExecutionResult result) {
        try {
            HistoryFile.log().append(result);
        } catch (IOException e) {
            System.err.println("secure-exec: the execution is not in the history: " + e.getMessage());
        }
    }

    private static final class PassThrough implements OutputListener {
        @Override
        public void output(Stream stream, byte[] bytes) throws IOException {
            PrintStream out = stream == Stream.STDOUT ? System.out : System.err;
            out.write(bytes);
            out.flush();
        }

        @Override
        public void progress(String line) {
            System.err.println(line);
        }
    }
}

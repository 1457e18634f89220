package io.jenkins.plugins.secureexec.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import io.jenkins.plugins.secureexec.engine.validation.Rule;
import io.jenkins.plugins.secureexec.engine.validation.SarifReport;
import io.jenkins.plugins.secureexec.engine.validation.SecurityValidator;
import io.jenkins.plugins.secureexec.engine.validation.ValidationRequest;
import io.jenkins.plugins.secureexec.engine.validation.ValidatorConfiguration;
import io.jenkins.plugins.secureexec.engine.validation.ValidatorUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads many files in one start and says which of them would be refused. Runs nothing. */
@Command(
        name = "validate",
        description = "Say which files would be refused, and why.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all files are safe", "66:a file could not be read or judged", "126:a file is refused"})
public final class ValidateCommand implements Callable<Integer> {
    private static final int SAFE = 0;
    private static final int UNREADABLE = 66;
    private static final int REFUSED = 126;
    private static final String STANDARD_INPUT = "-";

    @Option(
            names = {"-l", "--language"},
            description = "The language; by default each file's name tells.")
    private Optional<String> language = Optional.empty();

    @Option(names = "--lenient", description = "Refuse high and critical findings only.")
    private boolean lenient;

    @Option(names = "--network-access", description = "Leave out the rules about the network.")
    private boolean networkAccess;

    @Option(names = "--file-system-access", description = "Leave out the rules about files.")
    private boolean fileSystemAccess;

    @Option(names = "--max-code-size", description = "The most bytes a file may have.")
    private Optional<Integer> maxCodeSize = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "The engine's configuration, in YAML.")
    private String config;

    @ArgGroup
    private Format format = new Format();

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "What to read; - is standard input.")
    private List<String> files = List.of();

    @Spec
    private CommandSpec spec;

    private final InputStream standardInput;

    /** How to print; plain lines unless one of these is chosen. */
    private static final class Format {
        @Option(names = "--json", description = "Print one JSON object a file and line.")
        private boolean json;

        @Option(names = "--sarif", description = "Print one SARIF 2.1.0 report.")
        private boolean sarif;
    }

    public ValidateCommand() {
        this(System.in);
    }

    ValidateCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() throws IOException, ValidatorUnavailableException, UnreadableFileException {
        PrintWriter out = spec.commandLine().getOut();
        ObjectMapper mapper = new ObjectMapper();
        List<FileVerdict> verdicts = new ArrayList<>();
        try (SecurityValidator validator =
                SecurityValidator.open(configuration())) {
            for (String file : files) {
                for (FileVerdict verdict : judge(file, validator)) {
                    verdicts.add(verdict);
                    if (format.json) {
                        out.println(mapper.writeValueAsString(verdict));
                    } else if (!format.sarif) {
                        verdict.lines().forEach(out::println);
                    }
                }
            }
            if (format.sarif) {
                out.println(mapper.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(new SarifReport(rules(verdicts, validator)).of(verdicts)));
            }
        }
        out.flush();
        return exitCode(verdicts);
    }

    private ValidatorConfiguration configuration() throws UnreadableFileException {
        ValidatorConfiguration configured = EngineOptions.read(config, spec).validator();
        return maxCodeSize.map(configured::withMaxCodeSize).orElse(configured);
    }

    private static int exitCode(List<FileVerdict> verdicts) {
        if (verdicts.stream().anyMatch(FileVerdict::failed)) {
            return UNREADABLE;
        }
        return verdicts.stream().allMatch(FileVerdict::safe) ? SAFE : REFUSED;
    }

    private static List<Rule> rules(List<FileVerdict> verdicts, SecurityValidator validator)
            throws ValidatorUnavailableException {
        List<Rule> rules = new ArrayList<>();
        List<String> languages = verdicts.stream()
                .filter(verdict -> !verdict.failed())
                .map(FileVerdict::language)
                .distinct()
                .toList();
        for (String each : languages) {
            rules.addAll(validator.rules(each));
            rules.addAll(SecurityValidator.generalRules(each));
        }
        return rules;
    }

    private List<FileVerdict> judge(String file, SecurityValidator validator) {
        if (file.equals(STANDARD_INPUT)) {
            return List.of(judge(file, standardInput::readAllBytes, validator));
        }
        Path path = Path.of(file);
        if (!Files.isDirectory(path)) {
            return List.of(judge(file, () -> Files.readAllBytes(path), validator));
        }
        try (Stream<Path> below = Files.walk(path)) {
            List<FileVerdict> verdicts = new ArrayList<>();
            for (Path each : below.filter(Files::isRegularFile).sorted().toList()) {
                // Of a directory, what is in a language that is known; a file that is named is always judged.
                if (language.isPresent()
                        || validator.languageOf(each.getFileName().toString()).isPresent()) {
                    verdicts.add(judge(each.toString(), () -> Files.readAllBytes(each), validator));
                }
            }
            return verdicts;
        } catch (IOException | java.io.UncheckedIOException | ValidatorUnavailableException e) {
            return List.of(FileVerdict.failure(file, "cannot be listed: " + e.getMessage()));
        }
    }

    private interface Content {
        byte[] read() throws IOException;
    }

    private FileVerdict judge(String file, Content content, SecurityValidator validator) {
        ValidationMode mode = lenient ? ValidationMode.LENIENT : ValidationMode.STRICT;
        try {
            Optional<String> chosen = language.isPresent() ? language : validator.languageOf(file);
            if (chosen.isEmpty()) {
                return FileVerdict.failure(file, "its name does not tell the language; name it with -l");
            }
            ValidationRequest request = new ValidationRequest(mode, networkAccess, fileSystemAccess);
            return FileVerdict.of(file, chosen.get(), mode, validator.validate(chosen.get(), content.read(), request));
        } catch (IOException e) {
            return FileVerdict.failure(file, "cannot be read: " + e);
        } catch (ValidatorUnavailableException e) {
            return FileVerdict.failure(file, e.getMessage());
        }
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.Severity;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads snippets and says what they have no business with. Grammars and rules are loaded at a language's first use.
 * Safe for many threads. Close it when no validation is under way.
 */
public final class SecurityValidator implements AutoCloseable {
    private final ValidatorConfiguration configuration;
    private final Map<String, Ready> languages = new HashMap<>();
    private final Map<String, String> byExtension = new HashMap<>();
    private boolean closed;

    private record Ready(Language language, RuleSet rules) {}

    private SecurityValidator(ValidatorConfiguration configuration) {
        this.configuration = configuration;
    }

    public static SecurityValidator open(ValidatorConfiguration configuration) {
        return new SecurityValidator(configuration);
    }

    /**
     * Judges a snippet.
     *
     * @param language as in the rules, such as {@code python}
     * @param code the snippet, in UTF-8
     * @param request how to judge it
     * @throws ValidatorUnavailableException where no verdict is possible; the snippet must then not be taken as safe
     */
    public ValidationResult validate(String language, byte[] code, ValidationRequest request)
            throws ValidatorUnavailableException {
        if (request.mode() == ValidationMode.OFF) {
            return new ValidationResult(true, Severity.LOW, List.of());
        }
        Ready ready = ready(language);
        if (code.length > configuration.maxCodeSize()) {
            Findings findings = new Findings(request, new SourceText(new byte[0], List.of()));
            findings.add(
                    GeneralRules.tooLarge(language, code.length, configuration.maxCodeSize()),
                    "",
                    new SourceText.Position(1, 1));
            return ValidationResult.of(findings.violations(), request.mode());
        }
        SourceText source = new SourceText(code, ready.language().translations());
        Findings findings = new Findings(request, source);
        inspect(ready, source, findings);
        return ValidationResult.of(findings.violations(), request.mode());
    }

    private static void inspect(Ready ready, SourceText source, Findings findings) {
        String language = ready.language().name();
        if (source.indexOfNul() >= 0) {
            findings.add(GeneralRules.nul(language), "", source.atChar(source.indexOfNul()));
            // Refused in every mode. Scanners take a NUL for the end, and some (bash's) need minutes for many.
            return;
        }
        if (!source.complete() || !ready.language().bounds(source.text())) {
            findings.add(GeneralRules.tooComplex(language), "", new SourceText.Position(1, 1));
            return;
        }
        Deadline deadline = Deadline.forSize(source.bytes().length);
        Optional<SyntaxTree> parsed = parse(ready.language(), source, deadline);
        if (parsed.isEmpty()) {
            findings.add(GeneralRules.tooComplex(language), "", new SourceText.Position(1, 1));
            return;
        }
        SyntaxTree tree = parsed.get();
        Language rules = ready.language();
        Optional<List<CommandLine>> commands = rules.shell() == null ? Optional.empty() : ShellReader.read(tree);
        boolean unread = tree.firstError() != SyntaxTree.NONE && commands.isEmpty();
        if (unread && (!rules.preprocessed() || TokenFaults.in(source.text()))) {
            findings.add(GeneralRules.syntaxError(language, findings.strict()), "", source.atByte(tree.firstError()));
        }
        boolean inTime = rules.shell() == null
                || new ShellInspection(tree, rules.shell(), findings, commands.orElse(List.of())).run(deadline);
        if (!inTime || !new Inspection(tree, ready.language(), ready.rules(), findings).run(deadline)) {
            findings.add(GeneralRules.tooComplex(language), "", new SourceText.Position(1, 1));
        }
        inspectExamples(ready, source, tree, findings, deadline);
    }

    /** What a test runner would run of the strings of a file. */
    private static void inspectExamples(
            Ready ready, SourceText source, SyntaxTree tree, Findings findings, Deadline deadline) {
        LanguageFile.Examples data = ready.language().examples();
        if (data == null || !Examples.mayRun(tree, ready.language(), data)) {
            return;
        }
        boolean read = Examples.of(tree, ready.language(), data)
                .filter(strings -> strings.stream()
                        .allMatch(examples -> examples.stream().allMatch(each -> isReadable(ready, each, deadline))))
                .map(strings -> new FileWithExamples(source.text(), strings, data.scope()))
                .filter(whole -> inspect(ready, whole, findings, deadline))
                .isPresent();
        if (!read) {
            ready.rules().rules().stream()
                    .filter(rule -> rule.id().equals(data.rule()))
                    .forEach(rule -> findings.add(rule, data.module(), 0));
        }
    }

    /** Each example is compiled on its own, and must not bring others to where the runner looks. */
    private static boolean isReadable(Ready ready, Examples.Example example, Deadline deadline) {
        Language language = ready.language();
        return language.bounds(example.code())
                && language.grammar()
                        .parse(example.code().getBytes(StandardCharsets.UTF_8), deadline)
                        .filter(parsed -> parsed.firstError() == SyntaxTree.NONE)
                        .filter(parsed -> !Examples.change(parsed, language, language.examples()))
                        .isPresent();
    }

    private static boolean inspect(Ready ready, FileWithExamples whole, Findings findings, Deadline deadline) {
        SourceText source = new SourceText(whole.text().getBytes(StandardCharsets.UTF_8), List.of());
        Findings inside = findings.about(source);
        boolean read = ready.language()
                .grammar()
                .parse(source.bytes(), deadline)
                .filter(tree -> new Inspection(tree, ready.language(), ready.rules(), inside).run(deadline))
                .isPresent();
        findings.addAll(inside, whole::inFile);
        return read;
    }

    /** The tree; where the text has something that the grammar does not know, that of the text without it. */
    private static Optional<SyntaxTree> parse(Language language, SourceText source, Deadline deadline) {
        Optional<SyntaxTree> parsed = language.grammar().parse(source.bytes(), deadline);
        if (parsed.isEmpty() || parsed.get().firstError() == SyntaxTree.NONE) {
            return parsed;
        }
        String mended = language.gaps().mend(source.text());
        return mended.equals(source.text())
                ? parsed
                : language.grammar()
                        .parse(mended.getBytes(StandardCharsets.UTF_8), deadline)
                        .filter(tree -> tree.firstError() == SyntaxTree.NONE)
                        .or(() -> parsed);
    }

    /** How many rules apply to the language in this configuration. */
    public int ruleCount(String language) throws ValidatorUnavailableException {
        return ready(language).rules().size();
    }

    /** The rules that apply to the language in this configuration, in the order of the rules file. */
    public List<Rule> rules(String language) throws ValidatorUnavailableException {
        return List.copyOf(ready(language).rules().rules());
    }

    /** The languages that the validator has rules for. */
    public static List<String> languages() {
        return LanguageFiles.languages();
    }

    /** The language whose files are named so, if any. */
    public synchronized Optional<String> languageOf(String fileName) throws ValidatorUnavailableException {
        if (byExtension.isEmpty()) {
            for (String language : languages()) {
                LanguageFiles.read(language).extensions().forEach(each -> byExtension.put(each, language));
            }
        }
        return Optional.ofNullable(byExtension.get(fileName.substring(fileName.lastIndexOf('.') + 1)));
    }

    /** Findings about code that cannot be read, which every language can have. */
    public static List<Rule> generalRules(String language) {
        return GeneralRules.all(language);
    }

    private synchronized Ready ready(String name) throws ValidatorUnavailableException {
        if (closed) {
            throw new ValidatorUnavailableException("The validator has been closed. This is a mistake of its caller.");
        }
        Ready ready = languages.get(name);
        if (ready == null) {
            LanguageFile file = LanguageFiles.read(name);
            Grammar grammar = Grammar.load(file.grammar());
            try {
                Language language = new Language(name, file, grammar);
                ready = new Ready(language, new RuleSet(name, language.rules(), configuration));
            } catch (IllegalArgumentException e) {
                grammar.close();
                throw LanguageFiles.broken("rules/" + name + ".yaml", e);
            }
            languages.put(name, ready);
        }
        return ready;
    }

    @Override
    public synchronized void close() {
        closed = true;
        new ArrayList<>(languages.values()).forEach(ready -> ready.language().close());
        languages.clear();
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.secureexec.engine.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads rules files. Mistakes in them name the file and the entry. */
final class LanguageFiles {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private static final List<String> LANGUAGES =
            List.of("python", "javascript", "bash", "ruby", "go", "rust", "java", "cpp", "c");

    private LanguageFiles() {}

    /** Those of the languages that have a rules file. */
    static List<String> languages() {
        return LANGUAGES.stream()
                .filter(language -> LanguageFiles.class.getResource(path(language)) != null)
                .toList();
    }

    static LanguageFile read(String language) throws ValidatorUnavailableException {
        String path = path(language);
        try {
            ObjectNode file = Extension.read(language, LanguageFiles::load)
                    .orElseThrow(() -> new ValidatorUnavailableException("The validator has no rules for the language '"
                            + language
                            + "', so it cannot say whether this code is safe. Use a language that it knows, or"
                            + " have an administrator allow this one without validation."));
            return checked(language, MAPPER.treeToValue(file, LanguageFile.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw broken(path, e);
        } catch (IOException e) {
            throw new ValidatorUnavailableException("The validator cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static Optional<ObjectNode> load(String language) throws IOException {
        // The name comes from a request, and must not lead to another resource.
        boolean plain = !language.isEmpty() && language.chars().allMatch(c -> c >= 'a' && c <= 'z');
        try (InputStream in = plain ? LanguageFiles.class.getResourceAsStream(path(language)) : null) {
            return in == null ? Optional.empty() : Optional.of(MAPPER.readValue(in, ObjectNode.class));
        }
    }

    private static String path(String language) {
        return "rules/" + language + ".yaml";
    }

    static ValidatorUnavailableException broken(String path, Exception reason) {
        return new ValidatorUnavailableException(
                "The validator's own " + path + " is broken: " + reason.getMessage() + ". Please report this.", reason);
    }

    private static LanguageFile checked(String language, LanguageFile file) {
        Set<String> ids = new HashSet<>();
        for (Rule rule : file.rules()) {
            require(ids.add(rule.id()), rule, "is there twice");
            require(
                    rule.id().startsWith(language + "." + rule.category().word() + "."),
                    rule,
                    "should begin with its language and category");
            // Lenient mode refuses what is high or critical, and does not look at strict-only rules.
            require(
                    !rule.strictOnly() || rule.severity().compareTo(Severity.HIGH) < 0,
                    rule,
                    "is strict-only, so it cannot be high or critical");
            require(rule.looks(), rule, "looks for nothing");
        }
        return file;
    }

    private static void require(boolean holds, Rule rule, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("rule " + rule.id() + " " + otherwise);
        }
    }
}

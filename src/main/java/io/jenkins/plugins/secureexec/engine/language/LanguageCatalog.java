package io.jenkins.plugins.secureexec.engine.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** The languages that can be run: those of languages.yaml, and what an administrator changed or added. */
public final class LanguageCatalog {
    private static final LanguageCatalog BUILT_IN = readBuiltIn();

    private final ObjectNode entries;
    private final Map<String, Language> languages;

    private LanguageCatalog(ObjectNode entries) {
        this.entries = entries;
        Map<String, Language> read = new LinkedHashMap<>();
        entries.properties().forEach(entry -> read.put(entry.getKey(), language(entry.getKey(), entry.getValue())));
        this.languages = Collections.unmodifiableMap(read);
    }

    /** The nine languages that come with the engine. */
    public static LanguageCatalog builtIn() {
        return BUILT_IN;
    }

    /**
     * This catalog with the entries of a second one laid over it: a known language's keys are replaced one by one, an
     * unknown language is added.
     *
     * @throws IllegalArgumentException naming the entry and the key that is wrong
     */
    public LanguageCatalog with(JsonNode overrides) {
        if (!overrides.isObject()) {
            throw new IllegalArgumentException("languages: expected a map of languages by id, found " + overrides);
        }
        ObjectNode merged = entries.deepCopy();
        overrides.properties().forEach(entry -> {
            if (!entry.getValue().isObject()) {
                throw new IllegalArgumentException(
                        "language '" + entry.getKey() + "': expected a map of keys, found " + entry.getValue());
            }
            merged.withObjectProperty(entry.getKey()).setAll((ObjectNode) entry.getValue());
        });
        return new LanguageCatalog(merged);
    }

    /** Every language by its id. */
    public Map<String, Language> all() {
        return languages;
    }

    /**
     * A language by its id.
     *
     * @throws IllegalArgumentException naming the id and the known ones
     */
    public Language get(String id) {
        Language language = languages.get(id);
        if (language == null) {
            throw new IllegalArgumentException(
                    "language '" + id + "' is unknown; use one of " + String.join(", ", languages.keySet()));
        }
        return language;
    }

    /** The id of the language whose files end like this one. */
    public Optional<String> ofFile(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1);
        return languages.entrySet().stream()
                .filter(entry -> entry.getValue().extensions().contains(extension))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Language language(String id, JsonNode node) {
        Language language;
        try {
            // A missing number is told as one that is too small, in our words.
            language = EngineMapper.YAML
                    .readerFor(Language.class)
                    .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("language '" + id + "'" + place(e) + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree in memory cannot be read", e);
        }
        require(id, "name", language.name());
        require(id, "image", language.image());
        require(id, "file", language.file());
        require(id, "extensions", language.extensions().isEmpty() ? null : "");
        require(id, "run", language.run().isEmpty() ? null : "");
        require(id, "programs", language.programs().isEmpty() ? null : "");
        if (language.file().contains("/")) {
            throw new IllegalArgumentException("language '" + id + "', key file: '" + language.file()
                    + "' holds a slash; name a file in the scratch space");
        }
        if (language.headRoom() < 1) {
            throw new IllegalArgumentException(
                    "language '" + id + "', key head_room: " + language.headRoom() + " is below 1, the main process");
        }
        if (language.isCompiled()) {
            require(id, "artifacts", language.artifacts().isEmpty() ? null : "");
        }
        if (language.fileNamePattern() != null) {
            require(id, "default_file_name", language.defaultFileName());
            try {
                Pattern.compile(language.fileNamePattern());
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "language '" + id + "', key file_name_pattern: " + e.getDescription(), e);
            }
        }
        return language;
    }

    private static void require(String id, String key, Object value) {
        if (value == null) {
            throw new IllegalArgumentException("language '" + id + "', key " + key + ": is missing");
        }
    }

    private static String place(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining(".", ", key ", ""));
    }

    private static LanguageCatalog readBuiltIn() {
        try (InputStream in = LanguageCatalog.class.getResourceAsStream("languages.yaml")) {
            return new LanguageCatalog((ObjectNode) EngineMapper.YAML.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("languages.yaml in the jar cannot be read", e);
        }
    }
}

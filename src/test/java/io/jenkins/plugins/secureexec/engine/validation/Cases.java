package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The snippets of one language's cases file. */
record Cases(Map<String, HitAndMiss> rules, List<String> evasions, List<String> innocents) {

    record HitAndMiss(String hit, String miss) {}

    /** Languages that have a cases file; -Dvalidation.languages=python,go runs some of them only. */
    static List<String> languages() {
        String chosen = System.getProperty("validation.languages");
        return Stream.of("python", "javascript", "bash", "ruby", "go", "rust", "java", "cpp", "c")
                .filter(language -> chosen == null || List.of(chosen.split(",")).contains(language))
                .filter(language -> Cases.class.getResource("rules/" + language + ".yaml") != null)
                .toList();
    }

    static Cases of(String language) {
        try (InputStream in = Cases.class.getResourceAsStream("cases/" + language + ".yaml")) {
            return new YAMLMapper().readValue(in, Cases.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<String> all() {
        return Stream.concat(
                rules.values().stream().flatMap(pair -> Stream.of(pair.hit(), pair.miss())),
                Stream.concat(evasions.stream(), innocents.stream()));
    }
}

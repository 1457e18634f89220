package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
    private static final SecurityValidator VALIDATOR = SecurityValidator.open(ValidatorConfiguration.defaults());

    @AfterAll
    static void close() {
        VALIDATOR.close();
    }

    static Stream<String> languages() {
        return Cases.languages().stream();
    }

    static Stream<Arguments> rules() {
        return languages()
                .flatMap(language -> Cases.of(language).rules().entrySet().stream()
                        .map(entry -> Arguments.of(
                                entry.getKey(),
                                language,
                                entry.getValue().hit(),
                                entry.getValue().miss())));
    }

    static Stream<Arguments> evasions() {
        return languages()
                .flatMap(language ->
                        Cases.of(language).evasions().stream().map(snippet -> Arguments.of(language, snippet)));
    }

    static Stream<Arguments> innocents() {
        return languages()
                .flatMap(language ->
                        Cases.of(language).innocents().stream().map(snippet -> Arguments.of(language, snippet)));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void every_rule_has_a_hit_and_a_near_miss(String language) throws Exception {
        List<String> ids = VALIDATOR.rules(language).stream().map(Rule::id).toList();

        assertThat(Cases.of(language).rules().keySet()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void a_language_has_forty_evasions_and_forty_innocents(String language) {
        assertThat(Cases.of(language).evasions()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
        assertThat(Cases.of(language).innocents()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void a_rule_finds_its_hit_and_not_its_near_miss(String id, String language, String hit, String miss)
            throws Exception {
        assertThat(found(language, hit)).as(hit).contains(id);
        assertThat(found(language, miss)).as(miss).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("evasions")
    void an_evasion_is_refused_for_what_it_does(String language, String snippet) throws Exception {
        assertThat(found(language, snippet)).as(snippet).anyMatch(id -> !id.contains(".syntax."));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("innocents")
    void an_innocent_snippet_passes(String language, String snippet) throws Exception {
        assertThat(found(language, snippet)).as(snippet).isEmpty();
    }

    private static List<String> found(String language, String snippet) throws ValidatorUnavailableException {
        ValidationResult result =
                VALIDATOR.validate(language, snippet.getBytes(StandardCharsets.UTF_8), ValidationRequest.strict());
        return result.violations().stream().map(Violation::rule).toList();
    }
}

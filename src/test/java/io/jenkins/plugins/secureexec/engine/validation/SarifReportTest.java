package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SarifReportTest {
    private static final SecurityValidator VALIDATOR = SecurityValidator.open(ValidatorConfiguration.defaults());
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(
                    SarifReportTest.class.getResourceAsStream("sarif/sarif-schema-2.1.0.json"),
                    SchemaValidatorsConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build());

    @AfterAll
    static void close() {
        VALIDATOR.close();
    }

    static List<String> languages() {
        return Cases.languages();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void findings_of_every_rule_pass_the_published_schema(String language) throws Exception {
        List<FileVerdict> verdicts = new ArrayList<>();
        for (Cases.HitAndMiss pair : Cases.of(language).rules().values()) {
            verdicts.add(verdict("dir with space/" + verdicts.size() + ".x", language, pair.hit()));
        }

        ObjectNode report = new SarifReport(VALIDATOR.rules(language)).of(verdicts);

        assertThat(complaints(report)).isEmpty();
        assertThat(report.at("/runs/0/results")).hasSizeGreaterThanOrEqualTo(verdicts.size());
    }

    @Test
    void a_run_without_findings_passes_the_published_schema() {
        assertThat(complaints(new SarifReport(List.of()).of(List.of()))).isEmpty();
    }

    @Test
    void files_without_a_verdict_and_odd_names_pass_the_published_schema() throws Exception {
        List<FileVerdict> verdicts = List.of(
                FileVerdict.failure("c:\\no such\\file.py", "It cannot be read."),
                verdict("\u00e4 %41?#[1].py", "python", "eval('\u0007')"),
                verdict("-", "python", "x = ("));

        assertThat(complaints(new SarifReport(List.of()).of(verdicts))).isEmpty();
    }

    @Test
    void the_schema_in_the_resources_does_find_mistakes() {
        ObjectNode report = new SarifReport(List.of()).of(List.of());
        report.put("version", "2.0.0");

        assertThat(complaints(report)).isNotEmpty();
    }

    private static FileVerdict verdict(String file, String language, String code) throws Exception {
        return FileVerdict.of(
                file,
                language,
                ValidationMode.STRICT,
                VALIDATOR.validate(language, code.getBytes(StandardCharsets.UTF_8), ValidationRequest.strict()));
    }

    private static Set<ValidationMessage> complaints(ObjectNode report) {
        return SCHEMA.validate(report);
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.secureexec.engine.Severity;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SecurityValidatorTest {

    private static ValidationResult validate(
            ValidatorConfiguration configuration, ValidationRequest request, String code)
            throws ValidatorUnavailableException {
        try (SecurityValidator validator = SecurityValidator.open(configuration)) {
            return validator.validate("python", code.getBytes(StandardCharsets.UTF_8), request);
        }
    }

    private static ValidationResult strict(String code) throws ValidatorUnavailableException {
        return validate(ValidatorConfiguration.defaults(), ValidationRequest.strict(), code);
    }

    @Test
    void a_language_without_rules_is_no_verdict_but_a_sentence() {
        try (SecurityValidator validator = SecurityValidator.open(ValidatorConfiguration.defaults())) {
            assertThatThrownBy(() -> validator.validate("cobol", new byte[0], ValidationRequest.strict()))
                    .isInstanceOf(ValidatorUnavailableException.class)
                    .hasMessageContaining("'cobol'");
            assertThatThrownBy(() -> validator.validate("../python", new byte[0], ValidationRequest.strict()))
                    .isInstanceOf(ValidatorUnavailableException.class);
        }
    }

    @Test
    void a_closed_validator_passes_nothing() {
        SecurityValidator validator = SecurityValidator.open(ValidatorConfiguration.defaults());
        validator.close();

        assertThatThrownBy(() -> validator.validate("python", new byte[0], ValidationRequest.strict()))
                .isInstanceOf(ValidatorUnavailableException.class);
    }

    @Test
    void functions_that_each_call_the_next_are_read_however_many_they_are() throws Exception {
        StringBuilder chain = new StringBuilder("const f1000 = x => x\n");
        for (int i = 0; i < 1000; i++) {
            chain.insert(0, "const f" + (999 - i) + " = x => f" + (1000 - i) + "(x)\n");
        }
        try (SecurityValidator validator = SecurityValidator.open(ValidatorConfiguration.defaults())) {
            byte[] code = chain.toString().getBytes(StandardCharsets.UTF_8);
            assertThat(validator
                            .validate("javascript", code, ValidationRequest.strict())
                            .violations())
                    .isEmpty();
        }
    }

    @Test
    void functions_that_each_return_several_results_of_the_next_do_not_multiply_the_work() throws Exception {
        StringBuilder functions = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            functions
                    .append("function f")
                    .append(i)
                    .append("() {")
                    .append((" return f" + (i + 1) + "();").repeat(12))
                    .append(" }\n");
        }
        try (SecurityValidator validator = SecurityValidator.open(ValidatorConfiguration.defaults())) {
            byte[] code = (functions + "f0()()()\n").getBytes(StandardCharsets.UTF_8);
            assertThat(validator
                            .validate("javascript", code, ValidationRequest.strict())
                            .violations())
                    .isEmpty();
        }
    }

    @Test
    void code_that_does_not_parse_is_refused_in_strict_mode_with_the_place() throws Exception {
        ValidationResult result = strict("x = 1\ny = = 2\n");

        assertThat(result.safe()).isFalse();
        assertThat(result.violations()).singleElement().satisfies(v -> {
            assertThat(v.rule()).isEqualTo("python.syntax.error");
            assertThat(v.category()).isEqualTo("syntax");
            assertThat(v.line()).isEqualTo(2);
        });
    }

    @Test
    void code_that_does_not_parse_is_a_note_in_lenient_mode() throws Exception {
        ValidationResult result =
                validate(ValidatorConfiguration.defaults(), ValidationRequest.lenient(), "x = 1\ny = = 2\n");

        assertThat(result.safe()).isTrue();
        assertThat(result.violations()).extracting(Violation::severity).containsExactly(Severity.LOW);
    }

    @Test
    void a_dynamic_call_is_told_where_it_is_made_and_not_where_its_result_is_used() throws Exception {
        byte[] code = "x = 'a'.send(gets)\nputs x, x.size\n".getBytes(StandardCharsets.UTF_8);

        try (SecurityValidator validator = SecurityValidator.open(ValidatorConfiguration.defaults())) {
            assertThat(validator
                            .validate("ruby", code, ValidationRequest.strict())
                            .violations())
                    .extracting(Violation::line)
                    .containsExactly(1);
        }
    }

    @Test
    void lenient_mode_reports_a_medium_finding_and_refuses_a_high_one() throws Exception {
        ValidatorConfiguration defaults = ValidatorConfiguration.defaults();

        ValidationResult medium = validate(defaults, ValidationRequest.lenient(), "import sys\n");
        assertThat(medium.safe()).isTrue();
        assertThat(medium.violations()).hasSize(1);
        assertThat(validate(defaults, ValidationRequest.lenient(), "open('x')").safe())
                .isFalse();
    }

    @Test
    void off_reads_nothing() throws Exception {
        ValidationRequest off = new ValidationRequest(ValidationMode.OFF, false, false);

        assertThat(validate(ValidatorConfiguration.defaults(), off, "eval('1')").safe())
                .isTrue();
    }

    @Test
    void granted_network_and_files_leave_the_other_rules_in_place() throws Exception {
        ValidationRequest granted = new ValidationRequest(ValidationMode.STRICT, true, true);
        ValidatorConfiguration defaults = ValidatorConfiguration.defaults();

        assertThat(validate(defaults, granted, "import socket, os\nopen(os.path.join('a', 'b'))")
                        .safe())
                .isTrue();
        assertThat(validate(defaults, granted, "import os\nos.system('id')").violations())
                .extracting(Violation::rule)
                .containsExactly("python.process.os-system");
    }

    @Test
    void an_administrator_switches_rules_off_and_adds_imports_and_functions() throws Exception {
        ValidatorConfiguration configuration = new YAMLMapper().readValue("""
                        disabled_rules: [python.dynamic_code.eval]
                        blocked_imports: {python: [numpy]}
                        blocked_functions: {python: [math.sqrt, print]}
                        """, ValidatorConfiguration.class);

        assertThat(validate(configuration, ValidationRequest.strict(), "eval('1')")
                        .safe())
                .isTrue();
        assertThat(validate(
                                configuration,
                                ValidationRequest.strict(),
                                "import numpy.linalg as l, math as m\n" + "m.sqrt(2)\n" + "print(1)")
                        .violations())
                .extracting(Violation::rule)
                .containsExactly("python.blocked.import", "python.blocked.function", "python.blocked.function");
    }

    @Test
    void many_findings_of_a_kind_raise_the_risk() throws Exception {
        assertThat(strict("x = 1").risk()).isEqualTo(Severity.LOW);
        assertThat(strict("open('x')").risk()).isEqualTo(Severity.HIGH);
        assertThat(strict("open('x')\n".repeat(5)).risk()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void the_rules_can_be_counted_and_listed() throws Exception {
        try (SecurityValidator validator = SecurityValidator.open(
                new ValidatorConfiguration(0, Set.of("python.native.ctypes"), Map.of(), Map.of()))) {
            assertThat(validator.rules("python")).hasSize(validator.ruleCount("python"));
            assertThat(validator.rules("python")).extracting(Rule::id).doesNotContain("python.native.ctypes");
        }
    }

    @Test
    void threads_that_share_a_validator_get_the_verdicts_that_one_thread_gets() throws Exception {
        List<String> snippets = Cases.of("python").all().toList();
        try (SecurityValidator validator = SecurityValidator.open(ValidatorConfiguration.defaults())) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<List<ValidationResult>>> runs = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    runs.add(threads.submit(() -> all(validator, snippets)));
                }
                List<ValidationResult> expected = all(validator, snippets);
                for (Future<List<ValidationResult>> run : runs) {
                    assertThat(run.get()).isEqualTo(expected);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static List<ValidationResult> all(SecurityValidator validator, List<String> snippets) throws Exception {
        List<ValidationResult> results = new ArrayList<>();
        for (String snippet : snippets) {
            results.add(
                    validator.validate("python", snippet.getBytes(StandardCharsets.UTF_8), ValidationRequest.strict()));
        }
        return results;
    }
}

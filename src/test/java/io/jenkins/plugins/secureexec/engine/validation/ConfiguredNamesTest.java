package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredNamesTest {
    private static EngineConfiguration read(String yaml) throws IOException {
        return EngineConfiguration.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {disabled_rules: [python.proces.os-system]}    | disabled_rules: 'python.proces.os-system' is no rule; did you mean 'python.process.os-system'? docs/validator.md lists all
            {disabled_rules: [pyhton.dynamic_code.eval]}   | disabled_rules: 'pyhton.dynamic_code.eval' is no rule; did you mean 'python.dynamic_code.eval'? docs/validator.md lists all
            {disabled_rules: [eval]}                       | disabled_rules: 'eval' is no rule; docs/validator.md lists all
            {disabled_rules: [go.syntax.error]}            | disabled_rules: 'go.syntax.error' is about code that cannot be read, and stays on; lenient mode lets code pass that does not parse
            {blocked_imports: {phyton: [decimal]}}         | blocked_imports: 'phyton' is no language that the validator reads; did you mean 'python'? it reads python, javascript, bash, ruby, go, rust, java, cpp, c
            {blocked_functions: {cobol: [OPEN]}}           | blocked_functions: 'cobol' is no language that the validator reads; it reads python, javascript, bash, ruby, go, rust, java, cpp, c
            {blocked_functions: {bash: [sort]}}            | blocked_functions: 'bash' has programs in place of modules and functions, and none can be added; leave it out
            {blocked_imports: {python: ['']}}              | blocked_imports: an entry of 'python' is empty; write a name
            """)
    void a_name_that_means_nothing_is_an_error_that_tells_what_it_may_be(String validation, String sentence) {
        assertThatThrownBy(() -> read("validation: " + validation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("validation: " + sentence);
    }

    @Test
    void names_that_mean_something_are_kept() throws Exception {
        ValidatorConfiguration validator = read("""
                validation:
                  disabled_rules: [python.dynamic_code.eval, bash.process.shell]
                  blocked_imports: {c: [math.h], python: [numpy]}
                  blocked_functions: {javascript: [fetch]}
                """).validator();
        assertThat(validator.disabledRules()).hasSize(2);
        assertThat(validator.blockedImports()).containsOnlyKeys("c", "python");
    }
}

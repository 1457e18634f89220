package io.jenkins.plugins.secureexec.engine.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageCatalogTest {
    @Test
    void nine_languages_come_with_it() {
        assertThat(LanguageCatalog.builtIn().all())
                .containsOnlyKeys("python", "javascript", "bash", "ruby", "go", "rust", "java", "cpp", "c");
    }

    @Test
    void an_administrator_may_change_one_key_and_keep_the_others() throws Exception {
        Language python =
                with("python: {image: 'registry.example/python@sha256:00'}").get("python");
        assertThat(python.image()).isEqualTo("registry.example/python@sha256:00");
        assertThat(python.run()).containsExactly("python3", "{file}");
    }

    @Test
    void an_administrator_may_add_a_language() throws Exception {
        LanguageCatalog catalog = with("perl: {name: Perl, extensions: [pl], image: 'perl:5', file: main.pl, "
                + "run: [perl, '{file}'], head_room: 1, programs: [perl]}");
        assertThat(catalog.all()).hasSize(10);
        assertThat(catalog.ofFile("a/b/report.pl")).contains("perl");
        assertThat(LanguageCatalog.builtIn().all()).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "python: 3                            | language 'python'",
                "python: {head_room: many}            | language 'python', key head_room",
                "python: {head_room: 0}               | language 'python', key head_room: 0 is below 1",
                "python: {run: []}                    | language 'python', key run: is missing",
                "python: {colour: red}                | colour",
                "python: {file: ../main.py}           | language 'python', key file: '../main.py' holds a slash",
                "java: {file_name_pattern: '('}       | language 'java', key file_name_pattern",
                "go: {artifacts: []}                  | language 'go', key artifacts: is missing",
                "perl: {name: Perl}                   | language 'perl', key image: is missing",
            })
    void a_broken_entry_is_named_with_its_key(String yaml, String sentence) {
        assertThatThrownBy(() -> with(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public class Echo {}                                 | Echo.java",
                "class Helper {}\\n public final class Run {}          | Run.java",
                "public record Point(int x) {}                        | Point.java",
                "class Quiet {}                                       | Main.java",
            })
    void a_java_file_is_named_after_its_public_class(String code, String file) {
        Language java = LanguageCatalog.builtIn().get("java");
        assertThat(java.program(code.translateEscapes().getBytes(StandardCharsets.UTF_8))
                        .file())
                .isEqualTo(file);
    }

    private static LanguageCatalog with(String yaml) throws JsonProcessingException {
        return LanguageCatalog.builtIn().with(EngineMapper.YAML.readTree(yaml));
    }
}

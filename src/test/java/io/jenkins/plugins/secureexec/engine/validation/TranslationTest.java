package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private static SourceText source(String text, String... translations) {
        return new SourceText(text.getBytes(StandardCharsets.UTF_8), List.of(translations));
    }

    private static String parsed(SourceText source) {
        return new String(source.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void unicode_escapes_become_characters_and_columns_stay_the_authors() {
        SourceText source = source("\\u0065\\uu0076al x", "unicode-escapes");

        assertThat(parsed(source)).isEqualTo("eval x");
        assertThat(source.atByte(5)).isEqualTo(new SourceText.Position(1, 17));
    }

    @Test
    void an_escaped_nul_stays_an_escape() {
        assertThat(parsed(source("'\\u0000' \\u0041", "unicode-escapes"))).isEqualTo("'\\u0000' A");
    }

    @Test
    void an_escaped_backslash_begins_no_unicode_escape() {
        assertThat(parsed(source("\"\\\\u0065\"", "unicode-escapes"))).isEqualTo("\"\\\\u0065\"");
    }

    @Test
    void spliced_lines_become_one_and_lines_stay_the_authors() {
        SourceText source = source("sys\\\ntem\\\r\n(x)\ny", "line-splices");

        assertThat(parsed(source)).isEqualTo("system(x)\ny");
        assertThat(source.atByte(3)).isEqualTo(new SourceText.Position(2, 1));
        assertThat(source.atByte(10)).isEqualTo(new SourceText.Position(4, 1));
    }

    @Test
    void a_translation_that_changes_nothing_moves_no_place() {
        SourceText source = source("a\\\nb\nc", "line-splices", "digraphs", "macros");

        assertThat(parsed(source)).isEqualTo("ab\nc");
        assertThat(source.atByte(3)).isEqualTo(new SourceText.Position(3, 1));
    }

    @Test
    void trigraphs_come_before_spliced_lines() {
        assertThat(parsed(source("sys??/\ntem ??=", "trigraphs", "line-splices")))
                .isEqualTo("system #");
    }

    @Test
    void a_ruby_variable_is_known_though_a_line_ends_between_it_and_what_tells() {
        assertThat(parsed(source("x\n = []\nx <<y\ny\n", "appends"))).isEqualTo("x\n = []\nx << y\ny\n");
        assertThat(parsed(source("f do =>\n\n  x\nx <<y\ny\n", "appends"))).isEqualTo("f do =>\n\n  x\nx << y\ny\n");
        assertThat(parsed(source("x\nx <<y\ny\n", "appends"))).isEqualTo("x\nx <<y\ny\n");
    }
}

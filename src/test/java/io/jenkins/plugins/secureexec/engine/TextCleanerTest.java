package io.jenkins.plugins.secureexec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextCleanerTest {
    static Stream<Arguments> printed() {
        return Stream.of(
                Arguments.of("plain", "plain"),
                Arguments.of("a\tb\n", "a\tb\n"),
                Arguments.of("a\r\nb", "a\nb"),
                Arguments.of("a\rb", "a\nb"),
                Arguments.of("a\033[31mred\033[0m", "ared"),
                Arguments.of("\033]0;title\007text", "text"),
                Arguments.of("\033]0;unterminated\ntext", "\ntext"),
                Arguments.of("\033[8mha:AAAA+BBBB=\033[0mtext", "text"),
                Arguments.of("\033[8mhat\033[0m", "hat"),
                Arguments.of("\033\033[8m[8mha:X\033[0mtext", "[8mha:Xtext"),
                Arguments.of("\u009b31mred", "red"),
                Arguments.of("\033(Btext", "text"),
                Arguments.of("a\0b\bc\u007fd", "abcd"),
                Arguments.of("\u2603", "\u2603"),
                Arguments.of("\033", ""));
    }

    @ParameterizedTest
    @MethodSource("printed")
    void terminal_sequences_and_console_notes_go_and_text_stays(String printed, String shown) {
        assertThat(TextCleaner.clean(printed.getBytes(StandardCharsets.UTF_8))).isEqualTo(shown);
    }

    @Property(tries = 2000)
    void what_is_shown_holds_no_control_character_whatever_was_printed(@ForAll("nasty") List<String> parts) {
        String clean = TextCleaner.clean(String.join("", parts).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(clean.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
                .isEmpty();
    }

    @Property(tries = 2000)
    void it_does_not_matter_where_the_output_is_cut(
            @ForAll("nasty") List<String> parts, @ForAll @IntRange(min = 1, max = 7) int size) {
        byte[] all = String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
        TextCleaner cleaner = new TextCleaner();
        StringBuilder pieces = new StringBuilder();
        for (int from = 0; from < all.length; from += size) {
            pieces.append(cleaner.next(java.util.Arrays.copyOfRange(all, from, Math.min(all.length, from + size))));
        }
        assertThat(pieces.append(cleaner.end())).hasToString(TextCleaner.clean(all));
    }

    @Test
    void after_its_end_a_cleaner_begins_anew() {
        TextCleaner cleaner = new TextCleaner();
        String before = cleaner.next(new byte[] {'a', (byte) 0xe2}) + cleaner.end();
        assertThat(before + cleaner.next(new byte[] {'b'}) + cleaner.end()).isEqualTo("a\ufffdb");
    }

    @Property(tries = 500)
    void ordinary_text_is_shown_as_it_is(@ForAll("ordinary") String text) {
        assertThat(TextCleaner.clean(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @Provide
    Arbitrary<List<String>> nasty() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                "\u001b", "[", "8m", "ha:", "0m", "]0;", "\u0007", "\r", "\n", "\u009b", "A=",
                                "\u00c3"),
                        Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(3))
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> ordinary() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\ud7ff')
                .withChars('\n', '\t');
    }
}

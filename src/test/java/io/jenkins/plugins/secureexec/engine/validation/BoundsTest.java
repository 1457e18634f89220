package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.Violation;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BoundsTest {
    private static final SecurityValidator VALIDATOR =
            SecurityValidator.open(ValidatorConfiguration.defaults().withMaxCodeSize(100_000));

    @AfterAll
    static void close() {
        VALIDATOR.close();
    }

    static Stream<Arguments> pathologicalFiles() {
        return Cases.languages().stream()
                .flatMap(language -> Stream.of(
                        Arguments.of(language, "brackets", "[".repeat(100_000)),
                        Arguments.of(language, "braces", "{".repeat(50_000)),
                        Arguments.of(language, "pairs", "(".repeat(25_000) + ")".repeat(25_000)),
                        Arguments.of(language, "calls", "f(".repeat(16_000) + ")".repeat(16_000)),
                        Arguments.of(language, "one endless line", "a+".repeat(25_000) + "a"),
                        Arguments.of(language, "one endless name", "a".repeat(50_000)),
                        Arguments.of(language, "members", "a" + ".b".repeat(25_000)),
                        Arguments.of(language, "strings", "\"\" ".repeat(16_000)),
                        Arguments.of(language, "quotes", "\"'`".repeat(16_000)),
                        Arguments.of(language, "assignments", "a = a\n".repeat(8_000)),
                        Arguments.of(language, "a chain of names", chain()),
                        Arguments.of(language, "doubling", "a = 'xxxxxxxx'\n" + "a = a + a\n".repeat(4_000)),
                        Arguments.of(language, "NULs", "\0".repeat(50_000)),
                        Arguments.of(language, "replacement characters", "\uFFFD".repeat(16_000)),
                        Arguments.of(language, "macros that double a name", macros("(x) A", "(x##x)")),
                        Arguments.of(language, "macros that double a text", macros("(x) A", "(x x)")),
                        Arguments.of(language, "macros in a chain", macros(" A", "")),
                        Arguments.of(
                                language,
                                "macros in macros",
                                "#define f(x) x\n" + "f(".repeat(8_000) + ")".repeat(8_000)),
                        Arguments.of(language, "macros without an end", "#define f(x) x\n" + "f(".repeat(24_000)),
                        Arguments.of(
                                language,
                                "strings of macros",
                                "#define f(x) " + "#x ".repeat(6_000) + "\nf(" + "a ".repeat(12_000) + ")"),
                        Arguments.of(language, "conditions without an end", "#if 0\n".repeat(8_000)),
                        Arguments.of(language, "wildcards", "cat " + "/*a".repeat(15_000)),
                        Arguments.of(language, "subscripts", "awk '" + "a[".repeat(24_000) + "'"),
                        Arguments.of(language, "substitutions", "echo 'a[" + "`x` ".repeat(10_000) + "]'"),
                        Arguments.of(
                                language,
                                "a function that is given itself",
                                "f() { " + "shift; ".repeat(4_000) + "$9; }\n" + "f /x ".repeat(2_000)),
                        Arguments.of(
                                language,
                                "calls of a long function",
                                "f() {\n" + "cat \"$1\"\n".repeat(2_500) + "}\n" + "f /a /b\n".repeat(3_000)),
                        Arguments.of(
                                language,
                                "many words that run",
                                "f() { " + "\"$@\"; ".repeat(5_000) + "}\n" + "f /x\n".repeat(1_500)),
                        Arguments.of(language, "here-documents", "x " + "=<< ".repeat(300)),
                        Arguments.of(language, "one long here-document", "cat <<" + "a".repeat(1_013) + "\n"),
                        Arguments.of(language, "splats", "x " + "- *a".repeat(12_000)),
                        Arguments.of(language, "fields", "x = f'" + "{0.".repeat(15_000) + "'.format(x)"),
                        Arguments.of(language, "nothing", ""),
                        Arguments.of(language, "line ends", "\r\n".repeat(25_000))));
    }

    private static String chain() {
        StringBuilder chain = new StringBuilder();
        for (int i = 3_000; i > 0; i--) {
            chain.append("def f").append(i).append("(): return 1\n");
            chain.append('a').append(i).append(" = a").append(i - 1).append('\n');
        }
        return chain.toString();
    }

    private static String macros(String head, String tail) {
        StringBuilder macros = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            macros.append("#define A")
                    .append(i)
                    .append(head)
                    .append(i + 1)
                    .append(tail)
                    .append('\n');
        }
        return macros.append("int a = A0(a);\n").toString();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("pathologicalFiles")
    void a_pathological_file_ends_in_time_with_an_answer(String language, String name, String code) throws Exception {
        byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
        VALIDATOR.validate(language, new byte[0], ValidationRequest.strict());

        long start = cpuTime();
        ValidationResult result = VALIDATOR.validate(language, bytes, ValidationRequest.strict());

        // Of the thread's own time, as the deadline has it: the machine that runs the tests may be busy with others.
        assertThat(Duration.ofNanos(cpuTime() - start)).isLessThan(Duration.ofMillis(1_500));
        assertThat(result.violations()).hasSizeLessThanOrEqualTo(102);
    }

    @Test
    void a_nul_character_refuses_a_snippet_even_in_lenient_mode() throws Exception {
        ValidationResult result = VALIDATOR.validate("python", bytes("x = 1\ny\0 = 2\n"), ValidationRequest.lenient());

        assertThat(result.safe()).isFalse();
        assertThat(result.violations())
                .filteredOn(v -> v.rule().equals("python.syntax.nul"))
                .singleElement()
                .satisfies(v -> assertThat(v.line() + ":" + v.column()).isEqualTo("2:2"));
    }

    @Test
    void invalid_utf_8_in_a_comment_hides_nothing_and_refuses_nothing() throws Exception {
        byte[] innocent = {'#', ' ', (byte) 0xE4, '\n', 'x', '=', '1', '\n'};
        byte[] hidden = {'#', (byte) 0xFF, (byte) 0xC0, '\n', 'e', 'v', 'a', 'l', '(', '1', ')', '\n'};

        assertThat(VALIDATOR
                        .validate("python", innocent, ValidationRequest.strict())
                        .safe())
                .isTrue();
        assertThat(VALIDATOR
                        .validate("python", hidden, ValidationRequest.strict())
                        .violations())
                .extracting(Violation::rule)
                .containsExactly("python.dynamic_code.eval");
    }

    @Test
    void columns_count_characters_not_bytes() throws Exception {
        ValidationResult result =
                VALIDATOR.validate("python", bytes("x = '\u00e4\uD83D\uDE00'; eval(x)"), ValidationRequest.strict());

        assertThat(result.violations()).extracting(Violation::column).containsExactly(11);
    }

    @Test
    void a_byte_order_mark_does_not_shift_columns() throws Exception {
        ValidationResult result = VALIDATOR.validate("python", bytes("\uFEFFeval(x)"), ValidationRequest.strict());

        assertThat(result.violations()).extracting(Violation::column).containsExactly(1);
    }

    @Test
    void a_snippet_beyond_the_size_limit_is_refused_and_both_numbers_are_named() throws Exception {
        ValidationResult result = VALIDATOR.validate("python", new byte[100_001], ValidationRequest.lenient());

        assertThat(result.safe()).isFalse();
        assertThat(result.violations().get(0).message()).contains("100001").contains("100000");
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static byte[] bytes(String code) {
        return code.getBytes(StandardCharsets.UTF_8);
    }
}

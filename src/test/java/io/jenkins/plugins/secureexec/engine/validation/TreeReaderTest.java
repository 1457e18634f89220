package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two readers of trees must agree on every tree, since only one of them is used on most platforms. */
class TreeReaderTest {
    private static final byte[] PIECES = "\\\"'`(){}[]#/*<>\n\t$@;=,.".getBytes(StandardCharsets.UTF_8);

    static Stream<String> languages() {
        return Cases.languages().stream();
    }

    @ParameterizedTest
    @MethodSource("languages")
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"},
            disabledReason = "the layout of the library is known for these two platforms only")
    void a_library_whose_layout_is_known_is_read_from_memory(String language) throws Exception {
        try (Grammar grammar = Grammar.load(LanguageFiles.read(language).grammar())) {
            assertThat(grammar.reader()).isInstanceOf(MemoryReader.class);
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void a_tree_is_the_same_however_it_is_read(String language) throws Exception {
        LanguageFile file = LanguageFiles.read(language);
        try (Grammar grammar = Grammar.load(file.grammar())) {
            CursorReader cursor = new CursorReader(grammar.kinds());
            for (String snippet : snippets(language)) {
                byte[] source = new SourceText(snippet.getBytes(StandardCharsets.UTF_8), file.translations()).bytes();
                assertThat(dump(grammar, source, grammar.reader()))
                        .as(snippet)
                        .isEqualTo(dump(grammar, source, cursor));
            }
        }
    }

    private static List<String> snippets(String language) {
        Cases cases = Cases.of(language);
        List<String> all = new ArrayList<>(cases.innocents());
        all.addAll(cases.evasions());
        cases.rules().values().forEach(rule -> all.addAll(List.of(rule.hit(), rule.miss())));
        Random random = new Random(7);
        new ArrayList<>(all).forEach(snippet -> all.add(broken(snippet, random)));
        all.add(String.join("\n", cases.innocents()));
        all.add("(".repeat(3_000) + ")".repeat(3_000));
        all.add("a" + ".b".repeat(3_000));
        all.add("");
        return all;
    }

    /** Most of these do not parse. */
    private static String broken(String snippet, Random random) {
        StringBuilder text = new StringBuilder(snippet);
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(text.length() + 1);
            char piece = (char) PIECES[random.nextInt(PIECES.length)];
            if (random.nextBoolean() && at < text.length()) {
                text.setCharAt(at, piece);
            } else {
                text.insert(at, piece);
            }
        }
        return text.toString();
    }

    private static String dump(Grammar grammar, byte[] source, TreeReader reader) {
        SyntaxTree tree =
                grammar.parse(source, Deadline.forSize(source.length), reader).orElseThrow();
        StringBuilder text = new StringBuilder("first error " + tree.firstError());
        for (int node = 0; node < tree.size(); node++) {
            text.append('\n').append(node).append(' ').append(tree.kinds().name(tree.kind(node)));
            for (int number : List.of(
                    tree.kind(node),
                    tree.fieldOf(node),
                    tree.parent(node),
                    tree.end(node),
                    tree.from(node),
                    tree.to(node))) {
                text.append(' ').append(number);
            }
        }
        return text.toString();
    }
}

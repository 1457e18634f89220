package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String BASE = """
            grammar: C
            extensions: [c]
            names: {kinds: [identifier]}
            scopes: {block: unit, loop: declared}
            rules:
              - {id: c.process.fork, severity: high, symbols: [fork, clone]}
              - {id: c.native.assembly, message: "in C", queries: ["(asm)"]}
            """;

    @Test
    void a_file_that_extends_none_is_as_it_is_written() throws Exception {
        assertThat(read("c", "")).isEqualTo(YAML.readTree(BASE));
    }

    @Test
    void maps_lists_and_rules_are_those_taken_over_and_more() throws Exception {
        String own = """
                extends: c
                grammar: C++
                extensions: [cpp]
                without: {extensions: [c], scopes: [loop]}
                names: {kinds: [namespace], bodies: {loop: body}}
                scopes: {class: lexical}
                rules:
                  - {id: cpp.native.assembly, message: "in C++"}
                  - {id: cpp.process.fork, without: {symbols: [clone]}, symbols: [clone(4)]}
                  - {id: cpp.native.renamed, symbols: [auto]}
                """;

        assertThat(read("cpp", own)).isEqualTo(YAML.readTree("""
                        grammar: C++
                        extensions: [cpp]
                        names: {kinds: [identifier, namespace], bodies: {loop: body}}
                        scopes: {block: unit, class: lexical}
                        rules:
                          - {id: cpp.process.fork, severity: high, symbols: [fork, clone(4)]}
                          - {id: cpp.native.assembly, message: "in C++", queries: ["(asm)"]}
                          - {id: cpp.native.renamed, symbols: [auto]}
                        """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    extends: d | extends: there is no rules file 'd'
                    extends: cpp | extends: in a circle, cpp, cpp
                    extends: loop | extends: in a circle, cpp, loop, cpp
                    {extends: c, grammar: C} | grammar: c has "C" already
                    {extends: c, extensions: [c]} | extensions: c has "c" already
                    {extends: c, names: {kinds: [identifier]}} | names.kinds: c has "identifier" already
                    {extends: c, without: {extensions: [h]}} | extensions: c has no "h" to do without
                    {extends: c, without: {scopes: [if]}} | scopes: c has no "if" to do without
                    {extends: c, without: {tokens: [x]}} | tokens: c has no "x" to do without
                    {extends: c, rules: [{id: cpp.process.fork, symbols: [fork]}]} | rules.process.fork.symbols: c has "fork" already
                    {extends: c, rules: [{id: cpp.process.fork, without: {symbols: [vfork]}}]} | rules.process.fork.symbols: c has no "vfork" to do without
                    {extends: c, rules: [{id: c.process.fork}]} | rule c.process.fork: should begin with its language
                    {extends: c, rules: [{id: cpp.a.b}, {id: cpp.a.b}]} | rule cpp.a.b: is there twice
                    """)
    void a_mistake_is_named_with_its_key(String own, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(() -> read("cpp", own)).withMessage(sentence);
    }

    private static ObjectNode read(String language, String cpp) throws IOException {
        Map<String, String> files = Map.of("c", BASE, "cpp", cpp, "loop", "extends: cpp");
        return Extension.read(
                        language, each -> Optional.ofNullable(files.get(each)).map(ExtensionTest::parse))
                .orElseThrow();
    }

    private static ObjectNode parse(String text) {
        try {
            return YAML.readValue(text, ObjectNode.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

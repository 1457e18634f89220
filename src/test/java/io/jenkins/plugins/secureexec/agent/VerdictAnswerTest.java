package io.jenkins.plugins.secureexec.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import org.junit.jupiter.api.Test;

class VerdictAnswerTest {
    private static final String FINDING =
            "{'rule':'r','category':'process','severity':'%s','cwe':'CWE-78','line':1,'column':1,'message':'%s'}";

    @Test
    void an_agent_that_calls_a_refused_snippet_safe_is_not_believed() throws Exception {
        assertThat(read(true, FINDING.formatted("high", "m")).safe()).isFalse();
        assertThat(read(true, FINDING.formatted("low", "m")).safe()).isTrue();
    }

    @Test
    void the_file_and_the_language_are_what_was_asked_for_and_messages_are_clean() throws Exception {
        FileVerdict verdict = read(false, FINDING.formatted("high", "\\u001b[31mred"));
        assertThat(verdict.lines()).containsExactly("a.py:1:1: high r red");
        assertThat(verdict.language()).isEqualTo("python");
    }

    @Test
    void an_answer_that_cannot_be_used_is_no_verdict() throws Exception {
        assertThat(read("null").failed()).isTrue();
        assertThat(read("{}").failed()).isTrue();
        assertThat(read("x".repeat(5_000_000)).message()).contains("too many to read");
        assertThat(read(false, "{'rule':'r','severity':null,'line':1,'column':1}")
                        .failed())
                .isTrue();
        assertThat(read(false, "null").failed()).isTrue();
    }

    private static FileVerdict read(boolean safe, String finding) throws Exception {
        return read("{'file':'/etc/shadow','language':'cobol','is_safe':%s,'risk':'low','violations':[%s]}"
                .formatted(safe, finding)
                .replace('\'', '"'));
    }

    private static FileVerdict read(String json) throws Exception {
        return VerdictAnswer.read(json, "a.py", "python", ValidationMode.LENIENT);
    }
}

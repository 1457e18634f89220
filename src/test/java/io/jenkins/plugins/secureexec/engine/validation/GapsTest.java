package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GapsTest {
    @Test
    void gaps_are_mended_in_the_order_of_the_file_in_every_jvm() {
        Map<String, String> gaps = new LinkedHashMap<>();
        for (char letter = 'a'; letter < 'z'; letter++) {
            gaps.put(String.valueOf(letter), String.valueOf((char) (letter + 1)));
        }
        assertThat(new Gaps(gaps).mend("a")).isEqualTo("z");
    }
}

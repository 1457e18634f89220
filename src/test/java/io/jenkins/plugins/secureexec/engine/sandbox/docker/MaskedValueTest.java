package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskedValueTest {
    @Test
    void everything_but_some_values_is_everything_but_them() {
        List<MaskedValue> others = MaskedValue.allBut(Set.of(0x5412L, 0x541CL));
        assertThat(matching(others, 0x5412L)).isZero();
        assertThat(matching(others, 0x541CL)).isZero();
        // The kernel takes 32 bits of what the register has.
        assertThat(matching(others, 0x1_0000_5412L)).isZero();
        for (long value = 0; value < 0x20000; value++) {
            assertThat(matching(others, value)).isEqualTo(value == 0x5412L || value == 0x541CL ? 0 : 1);
        }
        for (int bit = 0; bit < 32; bit++) {
            assertThat(matching(others, 0x5412L ^ 1L << bit)).isOne();
        }
    }

    private static long matching(List<MaskedValue> ranges, long value) {
        return ranges.stream()
                .filter(range -> (value & range.mask()) == range.value())
                .count();
    }
}

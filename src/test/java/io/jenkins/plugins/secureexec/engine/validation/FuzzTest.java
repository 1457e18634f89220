package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mutates the cases: what the validator reads was written by people who want it to fall over. */
class FuzzTest {
    private static final int INPUTS = 10_000;
    private static final int WARM_UP = 3_000;
    private static final long ALLOWED_GROWTH_KB = 8 * 1024;
    private static final byte[] INTERESTING = "\0\\\"'`(){}[]#/*<>\n\r\t$@\u00ff;=,.".getBytes(StandardCharsets.UTF_8);

    static Stream<String> languages() {
        return Cases.languages().stream();
    }

    /**
     * The heap of the JVM is touched in full at its start, so that what grows is native; without the optimizing compiler,
     * whose own memory would be most of that.
     */
    @ParameterizedTest
    @MethodSource("languages")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void mutated_inputs_neither_crash_nor_hang_nor_leak(String language) throws Exception {
        ChildJvm.Ended ended = ChildJvm.with(
                        "-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .run(Fuzz.class, language);

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(Long.parseLong(ended.output().strip())).as("growth in KB").isLessThan(ALLOWED_GROWTH_KB);
    }

    /** Prints by how many KB the process has grown after its warm-up; ends with an error at the first failure. */
    public static final class Fuzz {
        public static void main(String[] arguments) throws Exception {
            String language = arguments[0];
            List<byte[]> seeds = Cases.of(language)
                    .all()
                    .map(seed -> seed.getBytes(StandardCharsets.UTF_8))
                    .toList();
            Random random = new Random(language.hashCode());
            long before = 0;
            try (SecurityValidator validator = SecurityValidator.open(ValidatorConfiguration.defaults())) {
                for (int i = 0; i < INPUTS; i++) {
                    if (i == WARM_UP) {
                        before = residentKb();
                    }
                    byte[] input = mutate(seeds, random);
                    try {
                        validator.validate(language, input, ValidationRequest.strict());
                    } catch (RuntimeException | StackOverflowError e) {
                        throw new AssertionError(new String(input, StandardCharsets.UTF_8), e);
                    }
                }
                System.out.println(residentKb() - before);
            }
        }
    }

    private static byte[] mutate(List<byte[]> seeds, Random random) {
        byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            int at = random.nextInt(input.length + 1);
            input = switch (random.nextInt(4)) {
                case 0 -> splice(input, at, at, new byte[] {INTERESTING[random.nextInt(INTERESTING.length)]});
                case 1 -> splice(input, at, Math.min(input.length, at + 1 + random.nextInt(5)), new byte[0]);
                case 2 -> splice(input, at, at, seeds.get(random.nextInt(seeds.size())));
                default -> splice(input, at, Math.min(input.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            };
        }
        return input;
    }

    private static byte[] splice(byte[] input, int from, int to, byte[] middle) {
        byte[] result = new byte[input.length - (to - from) + middle.length];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(input, to, result, from + middle.length, input.length - to);
        return result;
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}

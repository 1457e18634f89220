package io.jenkins.plugins.secureexec.engine.validation;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures validation against its budget, 3 ms for a snippet of 2 KB and 1 MB/s beyond, in the CPU time of the thread,
 * since the machine may be busy. Not a test: run it by hand, with languages as arguments or none for all:
 *
 * <pre>java -cp ... io.jenkins.plugins.secureexec.engine.validation.ValidatorSpeed python c</pre>
 */
public final class ValidatorSpeed {
    private static final int SNIPPET = 2_000;
    private static final int FILE = 100_000;
    private static final int WARM_UP_BYTES = 1_000_000;

    private ValidatorSpeed() {}

    /** Prints a line per language: the best and the median of many runs. */
    public static void main(String[] arguments) throws Exception {
        List<String> languages = arguments.length == 0 ? Cases.languages() : List.of(arguments);
        System.out.println("language     2 KB: best  median ms (parse)   100 KB: best  median MB/s (parse)");
        try (SecurityValidator validator =
                SecurityValidator.open(ValidatorConfiguration.defaults().withMaxCodeSize(2 * FILE))) {
            for (String language : languages) {
                double[] small = measure(validator, language, sample(language, SNIPPET), 300);
                double[] large = measure(validator, language, sample(language, FILE), 9);
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %10.2f %7.2f    (%.2f) %14.2f %7.2f     (%.2f)%n",
                        language,
                        small[0] / 1e6,
                        small[1] / 1e6,
                        small[2] / 1e6,
                        FILE / large[0] * 1e3,
                        FILE / large[1] * 1e3,
                        FILE / large[2] * 1e3);
            }
        }
    }

    /** The innocent cases one after another. */
    private static byte[] sample(String language, int size) {
        StringBuilder text = new StringBuilder();
        List<String> innocents = Cases.of(language).innocents();
        for (int i = 0; text.length() < size; i++) {
            text.append(innocents.get(i % innocents.size())).append("\n\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Best and median nanoseconds of a validation, and the best of its parse alone. */
    private static double[] measure(SecurityValidator validator, String language, byte[] code, int runs)
            throws Exception {
        for (int done = 0; done < WARM_UP_BYTES; done += code.length) {
            validator.validate(language, code, ValidationRequest.strict());
        }
        long[] whole = new long[runs];
        for (int run = 0; run < runs; run++) {
            long start = cpuTime();
            validator.validate(language, code, ValidationRequest.strict());
            whole[run] = cpuTime() - start;
        }
        long[] parse = new long[runs];
        LanguageFile file = LanguageFiles.read(language);
        try (Grammar grammar = Grammar.load(file.grammar())) {
            byte[] source = new SourceText(code, file.translations()).bytes();
            for (int run = 0; run < runs; run++) {
                long start = cpuTime();
                grammar.parse(source, Deadline.forSize(source.length));
                parse[run] = cpuTime() - start;
            }
        }
        Arrays.sort(whole);
        Arrays.sort(parse);
        return new double[] {whole[0], whole[runs / 2], parse[0]};
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}

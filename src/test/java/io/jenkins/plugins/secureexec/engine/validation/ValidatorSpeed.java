package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures validation against its budget, 3 ms for a snippet of 2 KB and 1 MB/s beyond, in the CPU time of the thread,
 * since the machine may be busy: of the innocent cases, which are dense with what rules look for, and of the ordinary
 * code that the machine has. Part of {@code bin/bench}, not a test; languages as arguments, or none for all.
 */
public final class ValidatorSpeed {
    private static final int SNIPPET = 2_000;
    /** Spread over the cases, as each has a handful of them. */
    private static final int SNIPPETS = 10;

    private static final int FILE = 50_000;
    private static final int WARM_UP_BYTES = 2_000_000;
    /** Where Debian puts the standard libraries and scripts of the tools that the tests need; and the project itself. */
    private static final List<Path> ORDINARY = List.of(Path.of("/usr"), Path.of("src/main"));

    private static final int ORDINARY_TEXTS = 20;
    /** Leaves the parser's work alone to be measured. */
    private static final TreeReader UNREAD = (root, source, deadline) -> Optional.empty();

    private ValidatorSpeed() {}

    /** Median nanoseconds of a validation, of its parse and its copy of the tree, and of the parse alone. */
    private record Measured(int bytes, long whole, long tree, long parser) {
        double milliseconds(long nanoseconds) {
            return nanoseconds / 1e6;
        }

        double megabytesPerSecond(long nanoseconds) {
            return bytes * 1e3 / nanoseconds;
        }
    }

    /** Prints a row per language. */
    public static void main(String[] arguments) throws Exception {
        List<String> languages = arguments.length == 0 ? Cases.languages() : List.of(arguments);
        System.out.println("| validating | 2 KB: ms | tree | parser alone | 50 KB: MB/s | tree | parser alone "
                + "| ordinary 2 KB: ms | ordinary 50 KB: MB/s | slowest | parser alone |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        try (SecurityValidator validator =
                SecurityValidator.open(ValidatorConfiguration.defaults().withMaxCodeSize(2 * FILE))) {
            for (String language : languages) {
                List<String> innocents = innocents(language);
                warmUp(validator, language, sample(innocents, 0, SNIPPET));
                List<Measured> snippets = new ArrayList<>();
                for (int i = 0; i < SNIPPETS; i++) {
                    byte[] snippet = sample(innocents, i * innocents.size() / SNIPPETS, SNIPPET);
                    snippets.add(measure(validator, language, snippet, 50));
                }
                snippets.sort(Comparator.comparingLong(Measured::whole));
                Measured small = snippets.get(SNIPPETS / 2);
                warmUp(validator, language, sample(innocents, 0, FILE));
                Measured large = measure(validator, language, sample(innocents, 0, FILE), 25);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |",
                        language,
                        small.milliseconds(small.whole()),
                        small.milliseconds(small.tree()),
                        small.milliseconds(small.parser()),
                        large.megabytesPerSecond(large.whole()),
                        large.megabytesPerSecond(large.tree()),
                        large.megabytesPerSecond(large.parser()));
                System.out.println(ordinary(validator, language));
            }
        }
    }

    /** The medians of several snippets and texts, the slowest text, and what the parser does with the median's. */
    private static String ordinary(SecurityValidator validator, String language) throws Exception {
        List<Path> files = ordinaryFiles(LanguageCatalog.builtIn().get(language).file());
        List<byte[]> snippets = new ArrayList<>();
        for (Path file : files) {
            if (Files.size(file) > SNIPPET * 3 / 4 && Files.size(file) < SNIPPET * 5 / 4) {
                snippets.add(Files.readAllBytes(file));
            }
        }
        List<Measured> small = measure(validator, language, spread(snippets));
        List<Measured> large = measure(validator, language, spread(texts(files)));
        if (small.isEmpty() || large.isEmpty()) {
            return " | | | |";
        }
        Measured snippet = small.get(small.size() / 2);
        Measured text = large.get(large.size() / 2);
        Measured slowest = large.get(large.size() - 1);
        return String.format(
                Locale.ROOT,
                " %.2f | %.2f | %.2f | %.2f |",
                snippet.milliseconds(snippet.whole()),
                text.megabytesPerSecond(text.whole()),
                slowest.megabytesPerSecond(slowest.whole()),
                text.megabytesPerSecond(text.parser()));
    }

    /** The fastest for its size first. */
    private static List<Measured> measure(SecurityValidator validator, String language, List<byte[]> codes)
            throws Exception {
        List<Measured> measured = new ArrayList<>();
        for (byte[] code : codes) {
            measured.add(measure(validator, language, code, 5));
        }
        measured.sort(Comparator.comparingDouble(each -> -each.megabytesPerSecond(each.whole())));
        return measured;
    }

    private static List<Path> ordinaryFiles(String likeThis) throws Exception {
        String suffix = likeThis.substring(likeThis.lastIndexOf('.'));
        List<Path> files = new ArrayList<>();
        for (Path root : ORDINARY) {
            try (Stream<Path> all = Files.walk(root)) {
                all.filter(file -> file.toString().endsWith(suffix))
                        .filter(file ->
                                Files.isRegularFile(file) && file.toFile().length() < FILE)
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** The files one after another, in texts of some 50 KB. */
    private static List<byte[]> texts(List<Path> files) throws Exception {
        List<byte[]> texts = new ArrayList<>();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Path file : files) {
            text.write(Files.readAllBytes(file));
            text.write('\n');
            if (text.size() >= FILE) {
                texts.add(text.toByteArray());
                text.reset();
            }
        }
        return texts;
    }

    /** Some, from all over. */
    private static List<byte[]> spread(List<byte[]> codes) {
        int step = Math.max(1, codes.size() / ORDINARY_TEXTS);
        return IntStream.range(0, codes.size())
                .filter(i -> i % step == 0)
                .mapToObj(codes::get)
                .toList();
    }

    /**
     * The innocent cases, but not those that the grammar cannot read one after another, as it is asked twice then, nor
     * the few that are long or have macros that make them so, which would be most of the text.
     */
    private static List<String> innocents(String language) throws Exception {
        List<String> innocents = new ArrayList<>();
        LanguageFile file = LanguageFiles.read(language);
        try (Grammar grammar = Grammar.load(file.grammar())) {
            for (String innocent : Cases.of(language).innocents()) {
                int alone = new SourceText(bytes(innocent), file.translations()).bytes().length;
                innocents.add(innocent + "\n\n");
                byte[] source = new SourceText(bytes(String.join("", innocents)), file.translations()).bytes();
                SyntaxTree tree =
                        grammar.parse(source, Deadline.forSize(source.length)).orElseThrow();
                if (tree.firstError() != SyntaxTree.NONE || alone > SNIPPET) {
                    innocents.remove(innocents.size() - 1);
                }
            }
        }
        return innocents;
    }

    /** The cases one after another, from one of them on. */
    private static byte[] sample(List<String> cases, int from, int size) {
        StringBuilder text = new StringBuilder();
        for (int i = from; text.length() < size; i++) {
            text.append(cases.get(i % cases.size()));
        }
        return bytes(text.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void warmUp(SecurityValidator validator, String language, byte[] code) throws Exception {
        for (int done = 0; done < WARM_UP_BYTES; done += code.length) {
            validator.validate(language, code, ValidationRequest.strict());
        }
    }

    private static Measured measure(SecurityValidator validator, String language, byte[] code, int runs)
            throws Exception {
        long[] whole = new long[runs];
        long[] tree = new long[runs];
        long[] parser = new long[runs];
        LanguageFile file = LanguageFiles.read(language);
        try (Grammar grammar = Grammar.load(file.grammar())) {
            byte[] source = new SourceText(code, file.translations()).bytes();
            for (int run = 0; run < runs; run++) {
                long start = cpuTime();
                validator.validate(language, code, ValidationRequest.strict());
                long validated = cpuTime();
                grammar.parse(source, Deadline.forSize(source.length));
                long read = cpuTime();
                grammar.parse(source, Deadline.forSize(source.length), UNREAD);
                whole[run] = validated - start;
                tree[run] = read - validated;
                parser[run] = cpuTime() - read;
            }
        }
        return new Measured(code.length, median(whole), median(tree), median(parser));
    }

    private static long median(long[] numbers) {
        Arrays.sort(numbers);
        return numbers[numbers.length / 2];
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}

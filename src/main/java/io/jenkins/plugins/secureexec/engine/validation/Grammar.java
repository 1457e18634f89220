package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSParser;
import org.treesitter.TSTree;

/** The parser of one language. Parsers are made per parse, so threads share nothing but the grammar's tables. */
final class Grammar implements AutoCloseable {
    private static final int READ_BUFFER = 64 * 1024;

    private final TSLanguage language;
    private final Kinds kinds;
    private final TreeReader reader;

    private Grammar(TSLanguage language) {
        this.language = language;
        this.kinds = new Kinds(language);
        this.reader = MemoryReader.of(language, kinds).orElseGet(() -> new CursorReader(kinds));
    }

    /**
     * Loads the grammar of one language and of no other.
     *
     * @param className the binding's class, such as {@code org.treesitter.TreeSitterPython}
     */
    static Grammar load(String className) throws ValidatorUnavailableException {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        String library =
                "tree-sitter-" + simple.substring("TreeSitter".length()).toLowerCase(Locale.ROOT);
        return NativeLibraries.loading(List.of("tree-sitter", library), () -> new Grammar(instantiate(className)));
    }

    private static TSLanguage instantiate(String className) {
        try {
            // The core library loads in the parser's class initialiser.
            Class.forName(TSParser.class.getName(), true, Grammar.class.getClassLoader());
            return (TSLanguage) Class.forName(className, true, Grammar.class.getClassLoader())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no grammar " + className, e);
        }
    }

    Kinds kinds() {
        return kinds;
    }

    /** What copies the trees; which one depends on the platform. */
    TreeReader reader() {
        return reader;
    }

    /** Empty where the deadline passed first. */
    Optional<SyntaxTree> parse(byte[] source, Deadline deadline) {
        return parse(source, deadline, reader);
    }

    Optional<SyntaxTree> parse(byte[] source, Deadline deadline, TreeReader by) {
        try (TSParser parser = new TSParser()) {
            parser.setLanguage(language);
            TSTree tree = parser.parseWithOptions(
                    new byte[Math.min(READ_BUFFER, Math.max(1, source.length))],
                    null,
                    (buffer, offset, position) -> {
                        int length = Math.max(0, Math.min(buffer.length, source.length - offset));
                        System.arraycopy(source, Math.min(offset, source.length), buffer, 0, length);
                        return length;
                    },
                    TSInputEncoding.TSInputEncodingUTF8,
                    state -> deadline.passed()); // asked after every hundred steps
            if (tree == null) {
                return Optional.empty();
            }
            try (tree) {
                return by.read(tree.getRootNode(), source, deadline);
            }
        }
    }

    @Override
    public void close() {
        language.close();
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NativeLibrariesTest {

    @TempDir
    private Path temp;

    @Test
    void an_agent_that_reconnects_loads_the_parsers_into_a_second_class_loader() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
                Class<?> probe = loader.loadClass(Probe.class.getName());
                assertThat(probe.getMethod("verdict").invoke(null)).isEqualTo("python.dynamic_code.eval");
                assertThat(probe.getClassLoader()).isSameAs(loader);
            }
        }
    }

    /** Loaded again by another class loader, so it returns nothing that belongs to either. */
    public static final class Probe {
        public static String verdict() throws Exception {
            try (SecurityValidator validator = SecurityValidator.open(ValidatorConfiguration.defaults())) {
                return validator
                        .validate("python", "eval('1')".getBytes(), ValidationRequest.strict())
                        .violations()
                        .get(0)
                        .rule();
            }
        }
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    @Test
    void a_process_leaves_no_files_in_its_temp_directory() throws Exception {
        assertThat(child(temp, "-Dnothing=1")).contains("python.dynamic_code.eval");
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_temp_directory_that_cannot_be_written_is_said_in_words() throws Exception {
        Path missing = temp.resolve("missing");

        assertThat(child(missing, "-Dnothing=1"))
                .contains("ValidatorUnavailableException")
                .contains("-Djava.io.tmpdir");
    }

    @Test
    void an_odd_architecture_is_said_in_words() throws Exception {
        assertThat(child(temp, "-Dos.arch=riscv64"))
                .contains("ValidatorUnavailableException")
                .contains("riscv64");
    }

    private static String child(Path temp, String property) throws Exception {
        return ChildJvm.with("-Djava.io.tmpdir=" + temp, "-XX:-UsePerfData", property)
                .run(Main.class)
                .output();
    }

    /** Run in a JVM of its own. */
    public static final class Main {
        public static void main(String[] arguments) throws Exception {
            System.out.println(Probe.verdict());
            Runtime.getRuntime().halt(0); // as a killed agent ends: nothing is cleaned up on exit
        }
    }

    static Stream<String> languages() {
        return Stream.of("Python", "Javascript", "Bash", "Ruby", "Go", "Rust", "Java", "Cpp", "C");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void each_grammar_loads_and_parses(String grammar) throws Exception {
        try (Grammar loaded = Grammar.load("org.treesitter.TreeSitter" + grammar)) {
            assertThat(loaded.parse("a\n".getBytes(), Deadline.forSize(2))).isPresent();
        }
    }

    @Test
    void a_grammar_that_is_not_there_is_no_verdict() {
        assertThatThrownBy(() -> Grammar.load("org.treesitter.TreeSitterCobol"))
                .isInstanceOf(ValidatorUnavailableException.class);
    }
}

package io.jenkins.plugins.secureexec.engine.language;

import com.fasterxml.jackson.annotation.JsonIgnore;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A language as languages.yaml describes it.
 *
 * @param name for people
 * @param extensions of its files, without the dot, the usual one first
 * @param image the Docker image that holds its tools
 * @param file the snippet's name in the scratch space; {@code {name}} stands for what {@code fileNamePattern} finds
 * @param fileNamePattern what gives the file its name: the first group of the first match; null for a fixed name
 * @param defaultFileName what stands for {@code {name}} where the pattern finds nothing
 * @param compile the compiler's command; empty where there is none
 * @param artifacts what the compiler makes, as shell patterns relative to the scratch space
 * @param run the command that runs it, to which the arguments are added; {@code {file}} and {@code {name}} are replaced
 * @param headRoom tasks that the main process and its runtime's threads take, over and above what the snippet starts
 * @param programs what the native sandbox needs on the agent
 * @param debianPackages what brings those programs
 * @param hostPaths directories outside /usr that its tools need in the native sandbox, where they exist
 * @param env what its tools want in the environment
 */
public record Language(
        String name,
        List<String> extensions,
        String image,
        String file,
        @CheckForNull String fileNamePattern,
        @CheckForNull String defaultFileName,
        List<String> compile,
        List<String> artifacts,
        List<String> run,
        int headRoom,
        List<String> programs,
        List<String> debianPackages,
        List<String> hostPaths,
        Map<String, String> env) {

    /** A file's name has at most 255 bytes, and a suffix comes on top of this. */
    private static final int MAX_STEM_BYTES = 200;

    public Language {
        extensions = orEmpty(extensions);
        compile = orEmpty(compile);
        artifacts = orEmpty(artifacts);
        run = orEmpty(run);
        programs = orEmpty(programs);
        debianPackages = orEmpty(debianPackages);
        hostPaths = orEmpty(hostPaths);
        env = env == null ? Map.of() : Map.copyOf(env);
    }

    /** Whether a compiler comes first. */
    @JsonIgnore
    public boolean isCompiled() {
        return !compile.isEmpty();
    }

    /** What the compiler makes where that is one file of a fixed name. */
    @JsonIgnore
    public Optional<String> singleArtifact() {
        return artifacts.size() == 1 && !artifacts.get(0).contains("*")
                ? Optional.of(artifacts.get(0))
                : Optional.empty();
    }

    /** What runs it, for people. */
    @JsonIgnore
    public String interpreter() {
        return isCompiled() ? compile.get(0) : run.get(0);
    }

    /** The names under which this snippet is stored, compiled and run. */
    public Program program(byte[] code) {
        String stem = fileNamePattern == null ? "" : stem(new String(code, StandardCharsets.UTF_8));
        String fileName = file.replace("{name}", stem);
        return new Program(fileName, fill(compile, fileName, stem), fill(run, fileName, stem));
    }

    private String stem(String code) {
        Matcher matcher = Pattern.compile(fileNamePattern).matcher(code);
        return matcher.find() && matcher.group(1).getBytes(StandardCharsets.UTF_8).length <= MAX_STEM_BYTES
                ? matcher.group(1)
                : defaultFileName;
    }

    private static List<String> fill(List<String> command, String fileName, String stem) {
        return command.stream()
                .map(word -> word.replace("{file}", fileName).replace("{name}", stem))
                .toList();
    }

    private static <T> List<T> orEmpty(@CheckForNull List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /**
     * The commands for one snippet.
     *
     * @param file the snippet's name in the scratch space
     * @param compile empty where there is no compiler
     * @param run without the arguments
     */
    public record Program(String file, List<String> compile, List<String> run) {}
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files that a script makes, so that starting one of them shows as what it is: running code that nobody has read, or a
 * known program under another name. Files are told apart by their last name only: {@code ./x} may be {@code /tmp/x}.
 */
final class WrittenFiles {
    /** Stands in place of a program that the script has written itself. */
    static final String PROGRAM = "(written)";

    private static final Set<String> COPIERS = Set.of("cp", "mv", "ln", "install", "link", "rsync", "scp");
    /** Programs that make files of names that the line does not tell. */
    private static final Set<String> UNPACKERS = Set.of("unzip", "split", "csplit");

    private static final Set<String> ARCHIVERS = Set.of("tar", "gtar", "bsdtar");
    private static final java.util.regex.Pattern EXTRACT =
            java.util.regex.Pattern.compile("(?:^-?| -)[a-wyz]*x[a-z]*(?: |$)|--(?:extract|get)\\b");
    private static final Set<String> DECOMPRESSORS = Set.of("gunzip", "gzip", "bunzip2", "bzip2", "unxz", "xz", "zstd");
    private static final java.util.regex.Pattern PACKED = java.util.regex.Pattern.compile("[^-].*\\.(gz|bz2|xz|zst)");
    private static final Set<String> OUTPUTS = Set.of("-o", "-fprint", "-fprint0", "-fprintf", "-fls");
    private static final Set<String> MAKEFILES = Set.of("Makefile", "makefile", "GNUmakefile");

    /** Programs that build what a file of this name tells them to. */
    private static final Map<String, String> BUILDERS = Map.of(
            "ninja", "build.ninja",
            "rake", "Rakefile",
            "scons", "SConstruct",
            "just", "justfile",
            "ant", "build.xml",
            "cmake", "CMakeLists.txt",
            "meson", "meson.build");

    private static final java.util.regex.Pattern CODE_OPTION = java.util.regex.Pattern.compile("-\\w*c");

    private final Set<String> names = new HashSet<>();
    private final Globs interpreters;
    /** Commands that may start what the script writes. */
    private final List<CommandLine> ran = new ArrayList<>();

    private boolean ownPath;
    /** From where on there may be files of any name. */
    private int unpacked = Integer.MAX_VALUE;

    /** {@code interpreters} are programs whose first operand is a script. */
    WrittenFiles(Globs interpreters) {
        this.interpreters = interpreters;
    }

    /**
     * @param line what starts a file that the script has written
     * @param asWritten that with {@link #PROGRAM} for its name
     */
    record Start(CommandLine line, CommandLine asWritten) {}

    void redirected(CommandLine.Redirect redirect) {
        if (redirect.operator().indexOf('>') >= 0) {
            add(redirect.target());
        }
    }

    void assigned(String assignment) {
        ownPath |= assignment.startsWith("PATH=") || assignment.startsWith("PATH+=");
    }

    /** A line that reads its script from a file, and writes nothing; temporary files are often made for that. */
    void read(CommandLine line) {
        if (!line.words().get(1).contains(CommandLine.HOLE)) {
            ran.add(line);
        }
    }

    void ran(CommandLine line) {
        ran.add(line);
        List<String> arguments = line.arguments();
        String name = line.name();
        if (name.equals("tee")) {
            arguments.forEach(this::add);
        } else if (COPIERS.contains(name) && arguments.size() > 1) {
            add(arguments.get(arguments.size() - 1));
        } else if (DECOMPRESSORS.contains(name)) {
            arguments.stream()
                    .filter(each -> PACKED.matcher(each).matches())
                    .forEach(each -> add(each.substring(0, each.lastIndexOf('.'))));
        } else if (UNPACKERS.contains(name)
                || ARCHIVERS.contains(name)
                        && EXTRACT.matcher(String.join(" ", arguments)).find()) {
            unpacked = Math.min(unpacked, line.at());
        }
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("of=")) {
                add(argument.substring(3));
            } else if (OUTPUTS.contains(argument) && i + 1 < arguments.size()) {
                add(arguments.get(i + 1));
            }
        }
    }

    private void add(String path) {
        String name = last(path);
        if (!path.startsWith("-")
                && !name.isEmpty()
                && !name.equals(CommandLine.HOLE)
                && !name.equals(CommandLine.GIVEN)
                && !path.startsWith("/dev/")) {
            names.add(name);
        }
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** All that starts something which the script has written, before or behind the place where it does. */
    List<Start> starts() {
        return names.isEmpty() && unpacked == Integer.MAX_VALUE
                ? List.of()
                : ran.stream()
                        .filter(this::starts)
                        .map(line -> new Start(line, line.withWords(List.of(PROGRAM, line.toString()))))
                        .toList();
    }

    private boolean starts(CommandLine line) {
        String command = line.words().get(0);
        boolean looked = command.indexOf('/') >= 0 || ownPath;
        String built = BUILDERS.get(line.name());
        return looked && names.contains(last(command))
                || command.indexOf('/') >= 0 && isWritten(command, line)
                || built != null && names.contains(built)
                || interprets(line)
                || makes(line);
    }

    private boolean isWritten(String path, CommandLine line) {
        return names.contains(last(path))
                || line.at() > unpacked
                        && !path.startsWith("/")
                        && path.indexOf('$') < 0
                        && !path.contains(CommandLine.HOLE);
    }

    private boolean interprets(CommandLine line) {
        if (!interpreters.match(line.name())) {
            return false;
        }
        List<String> arguments = line.arguments();
        int script = 0;
        while (script < arguments.size() && arguments.get(script).startsWith("-")) {
            script++;
        }
        return script < arguments.size()
                && isWritten(arguments.get(script), line)
                && arguments.stream()
                        .noneMatch(each -> CODE_OPTION.matcher(each).matches());
    }

    /** make knows how to build {@code x} from {@code x.c} without being told. */
    private boolean makes(CommandLine line) {
        String name = line.name();
        return (name.equals("make") || name.equals("gmake"))
                && (names.stream().anyMatch(MAKEFILES::contains)
                        || line.arguments().stream()
                                .filter(target ->
                                        !target.startsWith("-") && !last(target).isEmpty())
                                .anyMatch(target -> names.stream()
                                        .anyMatch(each -> each.equals(target) || each.startsWith(last(target) + "."))));
    }
}

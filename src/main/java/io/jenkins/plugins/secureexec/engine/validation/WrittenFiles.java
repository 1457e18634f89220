package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files that a script makes, so that starting one of them shows as what it is: running code that nobody has read, or a
 * known program under another name. Files are told apart by their last name only: {@code ./x} may be {@code /tmp/x}.
 */
final class WrittenFiles {
    /** Stands in place of a program that the script has written itself. */
    static final String PROGRAM = "(written)";

    private static final Set<String> COPIERS = Set.of("cp", "mv", "ln", "install", "link", "rsync", "scp");
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

    private final Set<String> names = new HashSet<>();
    private final List<Glob> interpreters;
    private boolean ownPath;

    WrittenFiles(List<String> interpreters) {
        this.interpreters = interpreters.stream().map(Glob::new).toList();
    }

    void redirected(CommandLine.Redirect redirect) {
        if (redirect.operator().indexOf('>') >= 0) {
            add(redirect.target());
        }
    }

    void assigned(String assignment) {
        ownPath |= assignment.startsWith("PATH=") || assignment.startsWith("PATH+=");
    }

    void ran(CommandLine line) {
        List<String> arguments = line.arguments();
        String name = line.name();
        if (name.equals("tee")) {
            arguments.forEach(this::add);
        } else if (COPIERS.contains(name) && arguments.size() > 1) {
            add(arguments.get(arguments.size() - 1));
        }
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("of=")) {
                add(argument.substring(3));
            } else if (argument.equals("-o") && i + 1 < arguments.size()) {
                add(arguments.get(i + 1));
            }
        }
    }

    private void add(String path) {
        String name = last(path);
        if (!path.startsWith("-") && !name.isEmpty() && !name.contains(CommandLine.HOLE) && !path.startsWith("/dev/")) {
            names.add(name);
        }
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The line with {@link #PROGRAM} for its name, where it starts something that the script has written. */
    Optional<CommandLine> started(CommandLine line) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String command = line.words().get(0);
        boolean looked = command.indexOf('/') >= 0 || ownPath;
        boolean itself = looked && names.contains(last(command)) || names.contains(BUILDERS.getOrDefault(line.name(), ""));
        return itself || interprets(line) || makes(line)
                ? Optional.of(line.withWords(List.of(PROGRAM, line.toString())))
                : Optional.empty();
    }

    private boolean interprets(CommandLine line) {
        List<String> arguments = line.arguments();
        int script = 0;
        while (script < arguments.size() && arguments.get(script).startsWith("-")) {
            script++;
        }
        if (script == arguments.size() || !names.contains(last(arguments.get(script)))) {
            return false;
        }
        String name = line.name();
        return interpreters.stream().anyMatch(each -> each.matches(name))
                && line.arguments().stream().noneMatch(each -> each.matches("-\\w*c"));
    }

    /** make knows how to build {@code x} from {@code x.c} without being told. */
    private boolean makes(CommandLine line) {
        String name = line.name();
        return (name.equals("make") || name.equals("gmake"))
                && (names.stream().anyMatch(MAKEFILES::contains)
                        || line.arguments().stream()
                                .filter(target -> !target.startsWith("-") && !last(target).isEmpty())
                                .anyMatch(target -> names.stream()
                                        .anyMatch(each -> each.equals(target) || each.startsWith(last(target) + "."))));
    }
}

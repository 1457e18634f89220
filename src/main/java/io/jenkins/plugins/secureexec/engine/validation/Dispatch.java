package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.Set;

/**
 * {@code "command_$1" "$@"}: a choice among the script's own functions. No program begins like that, and it is no path
 * to one either unless the script makes a directory of such a name, {@code command_x/../../bin/program}.
 */
final class Dispatch {
    private static final Set<String> MAKERS = Set.of(
            "mkdir", "ln", "cp", "mv", "install", "tar", "unzip", "git", "rsync", "cpio", "7z", "mktemp", "rename");

    private static final java.util.regex.Pattern PREFIX = java.util.regex.Pattern.compile("\\w[\\w:.-]*[_:.-]|_+");

    private final List<CommandLine> lines;
    /** Looked for once, and only where a script chooses so; null before that. */
    private List<CommandLine> makers;

    Dispatch(List<CommandLine> lines) {
        this.lines = lines;
    }

    private List<CommandLine> makers() {
        if (makers == null) {
            makers = lines.stream()
                    .filter(line -> line.words().stream().anyMatch(word -> MAKERS.contains(last(word))))
                    .toList();
        }
        return makers;
    }

    boolean reaches(String word, Set<String> functions) {
        int hole = word.indexOf(CommandLine.HOLE);
        if (hole <= 0) {
            return false;
        }
        String prefix = word.substring(0, word.startsWith(CommandLine.GIVEN, hole - 1) ? hole - 1 : hole);
        return PREFIX.matcher(prefix).matches()
                && functions.stream().anyMatch(each -> each.startsWith(prefix))
                && makers().stream().noneMatch(line -> makes(line, prefix));
    }

    private static boolean makes(CommandLine line, String prefix) {
        return line.words().stream()
                .anyMatch(word ->
                        word.contains(CommandLine.HOLE) || word.startsWith(prefix) || word.contains("/" + prefix));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

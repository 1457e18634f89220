package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a rule says of command lines: {@code openssl s_client} is a program and an argument that it has anywhere.
 * Each word may have {@code *}; {@code |} separates alternatives, {@code \|} and {@code \_} are a bar and a blank; a last {@code $} asks for a line whose arguments are
 * options only.
 */
final class CommandPattern {
    private final List<List<Glob>> words;
    /** Of the first word's alternatives those without a star, and the others. */
    private final Set<String> names;

    private final List<Glob> likeNames;
    private final boolean noOperands;

    CommandPattern(String pattern) {
        List<String> parts = List.of(pattern.split(" "));
        noOperands = parts.get(parts.size() - 1).equals("$");
        words = parts.subList(0, parts.size() - (noOperands ? 1 : 0)).stream()
                .map(word -> java.util.Arrays.stream(word.split("(?<=[^\\\\])\\|(?=.)"))
                        .map(each -> new Glob(each.replaceAll("\\*+", "**").replace("\\|", "|").replace("\\_", " ")))
                        .toList())
                .toList();
        names = words.get(0).stream().filter(Glob::literal).map(Glob::pattern).collect(Collectors.toSet());
        likeNames = words.get(0).stream().filter(glob -> !glob.literal()).toList();
    }

    /** The programs that it may be about; empty where a pattern says which. */
    List<String> programs() {
        return likeNames.isEmpty() ? List.copyOf(names) : List.of();
    }

    /** The name is the line's; finding it takes longer than most patterns do. */
    boolean matches(String name, CommandLine line) {
        if (!names.contains(name) && !any(likeNames, name)) {
            return false;
        }
        for (List<Glob> wanted : words.subList(1, words.size())) {
            if (!anyArgument(wanted, line)) {
                return false;
            }
        }
        return !noOperands || line.arguments().stream().allMatch(argument -> argument.startsWith("-"));
    }

    private static boolean anyArgument(List<Glob> wanted, CommandLine line) {
        for (int word = 1; word < line.words().size(); word++) {
            if (any(wanted, line.words().get(word))) {
                return true;
            }
        }
        return false;
    }

    private static boolean any(List<Glob> globs, String word) {
        for (Glob glob : globs) {
            if (glob.matches(word)) {
                return true;
            }
        }
        return false;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a rule says of command lines: {@code openssl s_client} is a program and an argument that it has anywhere.
 * Each word may have {@code *}; {@code |} separates alternatives, {@code \|} and {@code \_} are a bar and a blank; a last {@code $} asks for a line whose arguments are
 * options only. A word behind {@code ^} is the first argument that is no option, one behind {@code @} the last argument.
 */
final class CommandPattern {
    /** Which arguments a word of the pattern is about. */
    private enum Place { ANY, FIRST, LAST }

    private record Wanted(Place place, List<Glob> globs) {
        static Wanted of(String word) {
            Place place = word.startsWith("^") ? Place.FIRST : word.startsWith("@") ? Place.LAST : Place.ANY;
            String alternatives = place == Place.ANY ? word : word.substring(1);
            return new Wanted(place, Arrays.stream(alternatives.split("(?<=[^\\\\])\\|(?=.)"))
                    .map(each -> new Glob(each.replaceAll("\\*+", "**").replace("\\|", "|").replace("\\_", " ")))
                    .toList());
        }
    }

    private final List<Wanted> words;
    /** Of the first word's alternatives those without a star, and the others. */
    private final Set<String> names;

    private final List<Glob> likeNames;
    private final boolean noOperands;

    CommandPattern(String pattern) {
        List<String> parts = List.of(pattern.split(" "));
        noOperands = parts.get(parts.size() - 1).equals("$");
        words = parts.subList(0, parts.size() - (noOperands ? 1 : 0)).stream()
                .map(Wanted::of)
                .toList();
        List<Glob> programs = words.get(0).globs();
        names = programs.stream().filter(Glob::literal).map(Glob::pattern).collect(Collectors.toSet());
        likeNames = programs.stream().filter(glob -> !glob.literal()).toList();
    }

    /** The programs that it may be about; empty where a pattern says which. */
    List<String> programs() {
        return likeNames.isEmpty() ? List.copyOf(names) : List.of();
    }

    /** The name is the line's; finding it takes longer than most patterns do. */
    boolean matches(String name, CommandLine line) {
        if (!names.contains(name) && !Glob.any(likeNames, name)) {
            return false;
        }
        for (Wanted wanted : words.subList(1, words.size())) {
            if (!hasArgument(wanted, line)) {
                return false;
            }
        }
        return !noOperands || line.arguments().stream().allMatch(argument -> argument.startsWith("-"));
    }

    private static boolean hasArgument(Wanted wanted, CommandLine line) {
        List<String> arguments = line.arguments();
        return switch (wanted.place()) {
            case ANY -> arguments.stream().anyMatch(each -> Glob.any(wanted.globs(), each));
            case FIRST -> arguments.stream()
                    .filter(each -> !each.startsWith("-"))
                    .findFirst()
                    .filter(each -> Glob.any(wanted.globs(), each))
                    .isPresent();
            case LAST -> !arguments.isEmpty() && Glob.any(wanted.globs(), arguments.get(arguments.size() - 1));
        };
    }
}

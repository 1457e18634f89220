package io.jenkins.plugins.secureexec.engine.validation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a rule says of command lines: {@code openssl s_client} is a program and an argument that it has anywhere.
 * Each word may have {@code *}; {@code |} separates alternatives, {@code \|} and {@code \_} are a bar and a blank; a last
 * {@code $} asks for a line whose arguments are options only. A word behind {@code ^} is the first argument that is no
 * option, one behind {@code @} the last such, if there are several. {@code -o<list>} stands for each word of a list behind {@code -o}.
 */
final class CommandPattern {
    private static final java.util.regex.Pattern BETWEEN = java.util.regex.Pattern.compile("(?<=[^\\\\])\\|(?=.)");
    private static final java.util.regex.Pattern STARS = java.util.regex.Pattern.compile("\\*+");

    /** Which arguments a word of the pattern is about. */
    private enum Place {
        ANY,
        FIRST,
        LAST
    }

    private record Wanted(Place place, Globs globs) {
        static Wanted of(String word, Map<String, List<String>> places) {
            Place place = word.startsWith("^") ? Place.FIRST : word.startsWith("@") ? Place.LAST : Place.ANY;
            String alternatives = place == Place.ANY ? word : word.substring(1);
            return new Wanted(
                    place,
                    new Globs(BETWEEN.splitAsStream(alternatives)
                            .flatMap(each -> placed(each, places))
                            .map(each -> STARS.matcher(each)
                                    .replaceAll("**")
                                    .replace("\\|", "|")
                                    .replace("\\_", " "))
                            .map(Glob::new)
                            .toList()));
        }

        private static Stream<String> placed(String word, Map<String, List<String>> places) {
            int open = word.indexOf('<');
            int close = word.indexOf('>', open + 1);
            return open < 0 || close < 0
                    ? Stream.of(word)
                    : places.get(word.substring(open + 1, close)).stream()
                            .map(each -> word.substring(0, open) + each + word.substring(close + 1));
        }
    }

    private final Globs programs;
    private final List<Wanted> arguments;
    private final boolean noOperands;

    /** {@code places} are the lists. */
    CommandPattern(String pattern, Map<String, List<String>> places) {
        List<String> parts = List.of(pattern.split(" "));
        noOperands = parts.get(parts.size() - 1).equals("$");
        List<Wanted> words = parts.subList(0, parts.size() - (noOperands ? 1 : 0)).stream()
                .map(word -> Wanted.of(word, places))
                .toList();
        programs = words.get(0).globs();
        arguments = words.subList(1, words.size());
    }

    /** The programs that it is about. */
    Globs programs() {
        return programs;
    }

    boolean matches(CommandLine line) {
        return programs.match(line.name()) && matches(line.arguments());
    }

    /** Whether these are arguments that it is about. */
    boolean matches(List<String> given) {
        for (Wanted wanted : arguments) {
            if (!hasArgument(wanted, given)) {
                return false;
            }
        }
        return !noOperands || firstOperand(given) == null;
    }

    private static boolean hasArgument(Wanted wanted, List<String> arguments) {
        return switch (wanted.place()) {
            case ANY -> {
                for (String argument : arguments) {
                    if (wanted.globs().match(argument)) {
                        yield true;
                    }
                }
                yield false;
            }
            case FIRST -> {
                String first = firstOperand(arguments);
                yield first != null && wanted.globs().match(first);
            }
            case LAST -> {
                String last = lastOperand(arguments);
                yield last != null && wanted.globs().match(last);
            }
        };
    }

    /** The last argument that is no option; null where there is none, or no other before it. */
    @CheckForNull
    private static String lastOperand(List<String> arguments) {
        String last = null;
        int operands = 0;
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                last = argument;
                operands++;
            }
        }
        return operands > 1 ? last : null;
    }

    /** The first argument that is no option; null where there is none. */
    @CheckForNull
    private static String firstOperand(List<String> arguments) {
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                return argument;
            }
        }
        return null;
    }
}

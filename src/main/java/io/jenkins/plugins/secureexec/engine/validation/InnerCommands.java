package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What programs run that a shell's command line hands on to them. */
record InnerCommands(LanguageFile.Commands data) {
    private static final java.util.regex.Pattern PLACE = java.util.regex.Pattern.compile("-[0rtpx]*(?:I|i(?=.))(.*)");
    private static final java.util.regex.Pattern SETTING = java.util.regex.Pattern.compile("[-+]\\w*[oO]\\w*");
    private static final java.util.regex.Pattern LETTERS = java.util.regex.Pattern.compile("-\\w+");
    private static final java.util.regex.Pattern ASSIGNMENT = java.util.regex.Pattern.compile("(?s)\\w+=.*");

    boolean wraps(String program) {
        return data.wrappers().containsKey(program);
    }

    /** The command behind {@code env}, {@code nice} and the like. */
    Optional<CommandLine> command(CommandLine line) {
        LanguageFile.Wrapper wrapper = data.wrappers().get(line.name());
        if (wrapper == null || line.arguments().stream().anyMatch(wrapper.unless()::contains)) {
            return Optional.empty();
        }
        List<String> rest = line.arguments();
        int operands = wrapper.operands();
        for (int i = 0; i < rest.size(); i++) {
            String word = rest.get(i);
            if (!wrapper.after().isEmpty()) {
                if (wrapper.after().contains(word) && i + 1 < rest.size()) {
                    return Optional.of(line.withWords(rest.subList(i + 1, rest.size())));
                }
            } else if (takesNext(wrapper.valued(), word)) {
                i++;
            } else if (!(word.startsWith("-") || ASSIGNMENT.matcher(word).matches()) && operands-- <= 0) {
                return Optional.of(line.withWords(filled(rest, i)));
            }
        }
        return Optional.empty();
    }

    /** The commands of {@code find} behind its first one: each {@code -exec} has its own, up to a {@code ;}. */
    List<CommandLine> further(CommandLine line) {
        LanguageFile.Wrapper wrapper = data.wrappers().get(line.name());
        if (wrapper == null || wrapper.after().isEmpty()) {
            return List.of();
        }
        List<CommandLine> commands = new ArrayList<>();
        List<String> words = line.words();
        int from = 0;
        for (int i = 1; i < words.size(); i++) {
            boolean ends = words.get(i).equals(";") || words.get(i).equals("+") || i == words.size() - 1;
            if (ends && from > 0) {
                commands.add(line.withWords(words.subList(from, i)));
                from = 0;
            } else if (from == 0 && wrapper.after().contains(words.get(i)) && i + 2 < words.size()) {
                from = ++i;
            }
        }
        return commands.size() < 2 ? List.of() : commands.subList(1, commands.size());
    }

    /** Whether the next word is the option's value: {@code -n} takes one, so does {@code -rn}, and so {@code --max-a}. */
    private static boolean takesNext(List<String> valued, String word) {
        if (valued.contains(word)) {
            return true;
        }
        if (word.startsWith("--")) {
            return word.length() > 3 && valued.stream().anyMatch(each -> each.startsWith(word));
        }
        for (int i = 1; i < word.length() && word.charAt(0) == '-'; i++) {
            if (valued.contains("-" + word.charAt(i))) {
                return i == word.length() - 1; // the rest would be the value
            }
        }
        return false;
    }

    /** {@code xargs -I word} puts what it reads in the place of that word. */
    private static List<String> filled(List<String> rest, int from) {
        String place = "";
        for (int i = 0; i < from; i++) {
            java.util.regex.Matcher option = PLACE.matcher(rest.get(i));
            if (option.matches()) {
                place = option.group(1).isEmpty() ? rest.get(i + 1) : option.group(1);
            }
        }
        String filled = place;
        return rest.subList(from, rest.size()).stream()
                .map(word -> word.equals(filled) ? CommandLine.HOLE : word)
                .toList();
    }

    private static boolean hasLetter(String option, String letter) {
        return option.startsWith("-")
                && option.indexOf(letter, 1) > 0
                && LETTERS.matcher(option).matches();
    }

    /** The script that a shell or {@code eval} is given in its arguments. */
    Optional<String> code(CommandLine line) {
        LanguageFile.Code code = data.code().get(line.name());
        if (code == null) {
            return Optional.empty();
        }
        List<String> arguments = line.arguments();
        if (code.joined() || code.each()) {
            boolean dashes = !arguments.isEmpty() && arguments.get(0).equals("--");
            return Optional.of(
                    String.join(code.each() ? "\n" : " ", arguments.subList(dashes ? 1 : 0, arguments.size())));
        }
        if (code.behind() != null) {
            return Optional.of(arguments.stream()
                    .filter(argument -> argument.contains(code.behind()))
                    .map(argument -> argument.substring(argument.indexOf(code.behind()) + 1))
                    .collect(Collectors.joining("\n")));
        }
        boolean next = code.option() == null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            // The dash by which trap takes a command back is none.
            boolean option = argument.startsWith("-") && (argument.length() > 1 || code.option() != null)
                    || code.option() != null && argument.startsWith("+");
            if (next && !option) {
                return Optional.of(argument);
            }
            next |= code.option() != null && hasLetter(argument, code.option());
            // A shell's -o and -O take a name, wherever in the word they stand.
            boolean named = code.option() != null && SETTING.matcher(argument).matches();
            i += named && i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-") ? 1 : 0;
        }
        return Optional.empty();
    }
}

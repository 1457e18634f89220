package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.Optional;

/** What programs run that a shell's command line hands on to them. */
record InnerCommands(LanguageFile.Commands data) {
    private static final java.util.regex.Pattern ASSIGNMENT = java.util.regex.Pattern.compile("(?s)\\w+=.*");

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
            } else if (wrapper.valued().contains(word)) {
                i++;
            } else if (!(word.startsWith("-") || ASSIGNMENT.matcher(word).matches()) && operands-- <= 0) {
                return Optional.of(line.withWords(filled(rest, i)));
            }
        }
        return Optional.empty();
    }

    /** {@code xargs -I word} puts what it reads in the place of that word. */
    private static List<String> filled(List<String> rest, int from) {
        int option = rest.subList(0, from).indexOf("-I");
        String place = option < 0 ? "" : rest.get(option + 1);
        return rest.subList(from, rest.size()).stream()
                .map(word -> word.equals(place) ? CommandLine.HOLE : word)
                .toList();
    }

    /** The script that a shell or {@code eval} is given in an argument. */
    Optional<String> code(CommandLine line) {
        LanguageFile.Code code = data.code().get(line.name());
        if (code == null) {
            return Optional.empty();
        }
        List<String> arguments = line.arguments();
        if (code.joined() || code.each()) {
            return Optional.of(String.join(code.each() ? "\n" : " ", arguments));
        }
        boolean next = code.option() == null;
        for (String argument : arguments) {
            if (next && !argument.startsWith("-")) {
                int behind = code.behind() == null ? -1 : argument.indexOf(code.behind());
                return Optional.of(argument.substring(behind + 1));
            }
            next |= code.option() != null && argument.matches("-\\w*" + code.option() + "\\w*");
        }
        return Optional.empty();
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;

/**
 * A command of a shell script.
 *
 * @param at the byte where it begins
 * @param words its name and arguments; what only the run could tell is {@link #HOLE}
 * @param redirects where its input and output go
 * @param assignments {@code NAME=value}, on their own or before the command
 */
record CommandLine(int at, List<String> words, List<Redirect> redirects, List<String> assignments) {
    /** Stands in a word for a part that only the run could tell. */
    static final String HOLE = "(?)";

    /** A positional parameter: what the caller of the function, or of the script, gives. */
    static final String GIVEN = "$" + HOLE;

    private static final String EXE = ".exe";

    /**
     * @param operator such as {@code >>}
     * @param target the file
     */
    record Redirect(String operator, String target) {}

    CommandLine withWords(List<String> others) {
        return new CommandLine(at, others, List.of(), List.of());
    }

    /** The program's name without its directory; {@link #HOLE} where the run would choose it. */
    String name() {
        String word = words.get(0);
        if (word.equals(GIVEN)) {
            return GIVEN;
        }
        String last = word.substring(word.lastIndexOf('/') + 1);
        boolean test = last.equals("[") || last.equals("[[") || last.equals("{");
        if (last.contains(HOLE) || !test && hasPattern(last)) {
            return HOLE;
        }
        boolean windows = last.length() > EXE.length()
                && last.regionMatches(true, last.length() - EXE.length(), EXE, 0, EXE.length());
        return windows ? last.substring(0, last.length() - EXE.length()) : last;
    }

    private static boolean hasPattern(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '*' || c == '?' || c == '[' || c == '{') {
                return true;
            }
        }
        return false;
    }

    List<String> arguments() {
        return words.subList(1, words.size());
    }

    @Override
    public String toString() {
        String line = String.join(" ", words);
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }
}

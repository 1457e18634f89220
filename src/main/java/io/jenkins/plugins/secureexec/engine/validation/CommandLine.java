package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;

/** A command of a shell script: its words, where its input and output go, what it assigns. */
final class CommandLine {
    /** Stands in a word for a part that only the run could tell. */
    static final String HOLE = "(?)";

    /** A positional parameter: what the caller of the function, or of the script, gives. */
    static final String GIVEN = "$" + HOLE;

    private static final String EXE = ".exe";
    private static final int SHOWN = 60;

    private final int at;
    private final List<String> words;
    private final List<Redirect> redirects;
    private final List<String> assignments;
    /** Found out once: each rule and nearly each collaborator asks for it. */
    private String name;

    private List<String> arguments;

    /**
     * @param operator such as {@code >>}
     * @param target the file
     */
    record Redirect(String operator, String target) {}

    /**
     * @param at the byte where it begins
     * @param words its name and arguments; what only the run could tell is {@link #HOLE}
     * @param redirects where its input and output go
     * @param assignments {@code NAME=value}, on their own or before the command
     */
    CommandLine(int at, List<String> words, List<Redirect> redirects, List<String> assignments) {
        this.at = at;
        this.words = words;
        this.redirects = redirects;
        this.assignments = assignments;
    }

    CommandLine(int at, List<String> words) {
        this(at, words, List.of(), List.of());
    }

    int at() {
        return at;
    }

    List<String> words() {
        return words;
    }

    List<Redirect> redirects() {
        return redirects;
    }

    List<String> assignments() {
        return assignments;
    }

    CommandLine withWords(List<String> others) {
        return new CommandLine(at, others);
    }

    CommandLine at(int place) {
        return place == at ? this : new CommandLine(place, words, redirects, assignments);
    }

    /** The program's name without its directory; {@link #HOLE} where the run would choose it. */
    String name() {
        if (name == null) {
            name = name(words.get(0));
        }
        return name;
    }

    private static String name(String word) {
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
        if (arguments == null) {
            arguments = words.subList(1, words.size());
        }
        return arguments;
    }

    @Override
    public String toString() {
        String line = String.join(" ", words);
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file and behind it the examples of its strings, where they see what the file defines, as they do when they run; those
 * of each string in a scope of their own, as no string sees what another defines.
 */
final class FileWithExamples {
    private static final String INDENT = "  ";
    /** Ends a line as well, of which there must be as many as places count. */
    private static final Pattern LONE_RETURN = Pattern.compile("\r(?!\n)");

    private final StringBuilder text;
    private final int lines;
    /** Where the lines behind the file come from, those that begin a scope being nobody's. */
    private final List<SourceText.Position> origins = new ArrayList<>();

    FileWithExamples(String file, List<List<Examples.Example>> examples, String scope) {
        text = new StringBuilder(LONE_RETURN.matcher(file).replaceAll("\n")).append('\n');
        lines = (int) text.chars().filter(c -> c == '\n').count();
        for (List<Examples.Example> ofString : examples) {
            text.append(scope).append('\n');
            scope.lines().forEach(line -> origins.add(new SourceText.Position(1, 0)));
            ofString.forEach(this::append);
        }
    }

    private void append(Examples.Example example) {
        String[] code = example.code().split("\n");
        for (int i = 0; i < code.length; i++) {
            text.append(INDENT).append(code[i]).append('\n');
            origins.add(new SourceText.Position(example.line() + i + 1, example.column()));
        }
    }

    String text() {
        return text.toString();
    }

    /** Where in the file it is that has this place here. */
    SourceText.Position inFile(SourceText.Position here) {
        if (here.line() <= lines || origins.isEmpty()) {
            return here;
        }
        SourceText.Position origin = origins.get(Math.min(here.line() - lines, origins.size()) - 1);
        return new SourceText.Position(origin.line(), Math.max(1, origin.column() + here.column() - INDENT.length()));
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the examples in a file's strings, which a test runner such as Python's doctest runs: lines behind a prompt, as
 * the runner's own documentation has them.
 */
final class Examples {
    private static final Pattern PROMPT = Pattern.compile("[ \\t]*(>>>|\\.\\.\\.)(?:[ \\t](.*))?", Pattern.DOTALL);
    private static final Pattern START = Pattern.compile("([A-Za-z]*)(\"\"\"|'''|\"|')");
    private static final Pattern LONE_RETURN = Pattern.compile("\\r(?!\\n)");
    private static final Pattern JOINED = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\$");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]");

    private final SyntaxTree tree;
    private final Language language;
    private final LanguageFile.Examples data;
    private final List<List<Example>> found = new ArrayList<>();

    /**
     * Code that the runner compiles on its own.
     *
     * @param line where it begins in the file, from 0
     * @param column in characters, from 0
     */
    record Example(String code, int line, int column) {}

    /** A line of a string as the runner gets it, and where it begins in the file. */
    private record Line(String text, int number, int column) {}

    private Examples(SyntaxTree tree, Language language, LanguageFile.Examples data) {
        this.tree = tree;
        this.language = language;
        this.data = data;
    }

    /** Whether the file may use the runner at all. */
    static boolean mayRun(SyntaxTree tree, Language language, LanguageFile.Examples data) {
        Examples examples = new Examples(tree, language, data);
        for (int node = 0; node < tree.size(); node++) {
            if (examples.says(node, List.of(data.module()))) {
                return true;
            }
        }
        return false;
    }

    /** Of each string that has some; empty where an example may be among them that only the run will tell. */
    static Optional<List<List<Example>>> of(SyntaxTree tree, Language language, LanguageFile.Examples data) {
        Examples examples = new Examples(tree, language, data);
        return !change(tree, language, data) && examples.collect() ? Optional.of(examples.found) : Optional.empty();
    }

    /** Whether the code may bring other strings to where the runner looks. */
    static boolean change(SyntaxTree tree, Language language, LanguageFile.Examples data) {
        Examples examples = new Examples(tree, language, data);
        for (int node = 0; node < tree.size(); node++) {
            if (examples.says(node, data.changing())
                    || examples.says(node, data.making().keySet()) && !examples.makesNothing(node)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the node is one of these names, or a string that says nothing else: the key of an attribute. */
    private boolean says(int node, Collection<String> names) {
        if (language.isName(tree.kind(node))) {
            return names.contains(Normalizer.normalize(tree.text(node), Normalizer.Form.NFKC));
        }
        if (!data.strings().contains(kind(node))) {
            return false;
        }
        String text = tree.text(node);
        Matcher start = START.matcher(text);
        return start.lookingAt()
                && text.startsWith("__", start.end())
                && names.contains(text.substring(
                        start.end(),
                        Math.max(start.end(), text.length() - start.group(2).length())));
    }

    /** Whether the name is given nothing to make a docstring of that is not written there, or means something else here. */
    private boolean makesNothing(int node) {
        int call = language.callOf(tree, node);
        return call != SyntaxTree.NONE
                        && givenPlainly(
                                node,
                                tree.child(call, language.shape(tree.kind(call)).arguments()))
                || !language.isReference(tree, node)
                || data.strings().contains(kind(node))
                || data.plain().contains(kind(tree.parent(node)));
    }

    private boolean givenPlainly(int name, int arguments) {
        int left = data.making().getOrDefault(tree.text(name), 0);
        for (int each = tree.firstNamedChild(arguments); each != SyntaxTree.NONE; each = tree.nextSibling(each)) {
            if (!tree.named(each)) {
                continue;
            }
            if (data.spreading().contains(kind(each))
                    || left-- <= 0 && !data.strings().contains(kind(each))) {
                return false;
            }
        }
        return tree.firstNamedChild(arguments) != SyntaxTree.NONE;
    }

    private boolean collect() {
        for (int node = 0; node < tree.size(); node++) {
            if (isJoined(node)
                    && data.hiddenByJoining().matcher(tree.text(node)).find()) {
                return false;
            }
            if (data.strings().contains(kind(node)) && !string(node)) {
                return false;
            }
        }
        return true;
    }

    private String kind(int node) {
        return tree.kinds().name(tree.kind(node));
    }

    private boolean isJoined(int node) {
        return data.joined().contains(kind(node));
    }

    /** Collects a string's examples; false where it may have others than are written there. */
    private boolean string(int node) {
        String text = tree.text(node);
        Matcher start = START.matcher(text);
        if (!start.lookingAt()) {
            return !text.contains(">>>");
        }
        String content = text.substring(
                start.end(),
                Math.max(start.end(), text.length() - start.group(2).length()));
        boolean raw = start.group(1).toLowerCase(Locale.ROOT).contains("r");
        if (!(raw ? content : Escapes.resolve(content)).contains(">>>")) {
            return true;
        }
        String before = tree.text(0, tree.from(node));
        int line = (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - (before.lastIndexOf('\n') + 1) + start.end();
        return !LONE_RETURN.matcher(text).find()
                && !isJoined(tree.parent(node))
                && read(raw ? plain(content, line, column) : resolved(content, line, column));
    }

    private static List<Line> plain(String content, int line, int column) {
        List<Line> lines = new ArrayList<>();
        for (String each : content.split("\r?\n", -1)) {
            lines.add(new Line(each, line + lines.size(), lines.isEmpty() ? column : 0));
        }
        return lines;
    }

    /** A backslash may join lines that are written apart, and an escape part what is written in one. */
    private static List<Line> resolved(String content, int line, int column) {
        List<Line> lines = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        Line first = null;
        for (Line each : plain(content, line, column)) {
            first = joined.length() == 0 ? each : first;
            Matcher end = JOINED.matcher(each.text());
            boolean goesOn = end.find();
            joined.append(goesOn ? each.text().substring(0, end.end() - 1) : each.text());
            if (!goesOn) {
                for (String part : Escapes.resolve(joined.toString()).split("\n", -1)) {
                    lines.add(new Line(part, first.number(), first.column()));
                }
                joined.setLength(0);
            }
        }
        return lines;
    }

    /** False where a line of code has characters that the runner's compiler may read otherwise than the grammar. */
    private boolean read(List<Line> lines) {
        found.add(new ArrayList<>());
        StringBuilder code = new StringBuilder();
        Line begun = null;
        for (Line each : lines) {
            Matcher prompt = PROMPT.matcher(each.text());
            boolean first = prompt.matches() && prompt.group(1).equals(">>>");
            boolean more = prompt.matches() && begun != null && !first;
            if (!more) {
                add(code, begun);
                begun = first ? new Line("", each.number(), each.column() + Math.max(0, prompt.start(2))) : null;
            }
            if (first || more) {
                code.append(prompt.group(2) == null ? "" : prompt.group(2)).append('\n');
            }
            if (begun != null && CONTROL.matcher(each.text()).find()) {
                return false;
            }
        }
        add(code, begun);
        return true;
    }

    private void add(StringBuilder code, Line begun) {
        if (begun != null) {
            found.get(found.size() - 1).add(new Example(code.toString(), begun.number(), begun.column()));
            code.setLength(0);
        }
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    private final SyntaxTree tree;
    private final Language language;
    private final LanguageFile.Examples data;
    private final List<Example> found = new ArrayList<>();

    /**
     * Code that the runner compiles on its own.
     *
     * @param line where it begins in the file, from 0
     * @param column in characters, from 0
     */
    record Example(String code, int line, int column) {}

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

    /** Empty where an example may be among them that only the run will tell. */
    static Optional<List<Example>> of(SyntaxTree tree, Language language, LanguageFile.Examples data) {
        Examples examples = new Examples(tree, language, data);
        return !change(tree, language, data) && examples.collect() ? Optional.of(examples.found) : Optional.empty();
    }

    /** Whether the code may bring other strings to where the runner looks. */
    static boolean change(SyntaxTree tree, Language language, LanguageFile.Examples data) {
        Examples examples = new Examples(tree, language, data);
        for (int node = 0; node < tree.size(); node++) {
            if (examples.says(node, data.changing()) || examples.says(node, data.making().keySet()) && !examples.makesNothing(node)) {
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
                && names.contains(text.substring(start.end(), Math.max(start.end(), text.length() - start.group(2).length())));
    }

    /** Whether the name is given nothing to make a docstring of that is not written there, or means something else here. */
    private boolean makesNothing(int node) {
        int call = language.callOf(tree, node);
        return call != SyntaxTree.NONE && givenPlainly(node, tree.child(call, language.shape(tree.kind(call)).arguments()))
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
            if (data.spreading().contains(kind(each)) || left-- <= 0 && !data.strings().contains(kind(each))) {
                return false;
            }
        }
        return tree.firstNamedChild(arguments) != SyntaxTree.NONE;
    }

    private boolean collect() {
        for (int node = 0; node < tree.size(); node++) {
            if (isJoined(node) && data.hiddenByJoining().matcher(tree.text(node)).find()) {
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
        if (data.hidden().matcher(text).find()) {
            return false;
        }
        if (!text.contains(">>>")) {
            return true;
        }
        Matcher start = START.matcher(text);
        boolean plain = start.lookingAt()
                && (text.indexOf('\\') < 0 || start.group(1).equalsIgnoreCase("r"))
                && !LONE_RETURN.matcher(text).find()
                && !isJoined(tree.parent(node));
        if (plain) {
            read(tree.text(0, tree.from(node)), text, start);
        }
        return plain;
    }

    private void read(String before, String text, Matcher start) {
        int line = (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - (before.lastIndexOf('\n') + 1) + start.end();
        String content = text.substring(start.end(), Math.max(start.end(), text.length() - start.group(2).length()));
        StringBuilder code = new StringBuilder();
        int codeLine = line;
        int codeColumn = column;
        for (String each : content.split("\n", -1)) {
            Matcher prompt = PROMPT.matcher(each);
            boolean first = prompt.matches() && prompt.group(1).equals(">>>");
            boolean more = prompt.matches() && code.length() > 0 && !first;
            if (!more) {
                add(code, codeLine, codeColumn);
            }
            if (first) {
                codeLine = line;
                codeColumn = column + Math.max(0, prompt.start(2));
            }
            if (first || more) {
                code.append(prompt.group(2) == null ? "" : prompt.group(2)).append('\n');
            }
            line++;
            column = 0;
        }
        add(code, codeLine, codeColumn);
    }

    private void add(StringBuilder code, int line, int column) {
        if (code.length() > 0) {
            found.add(new Example(code.toString(), line, column));
            code.setLength(0);
        }
    }
}

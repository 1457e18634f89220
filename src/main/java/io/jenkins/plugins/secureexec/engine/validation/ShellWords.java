package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Says what a word of a shell script may expand to. What only the run could tell is {@link CommandLine#HOLE}. */
final class ShellWords {
    private static final int MOST = 8;
    private static final int LONGEST = 10_000;
    private static final int DEEPEST = 100;
    private static final List<String> UNKNOWN = List.of(CommandLine.HOLE);

    private static final java.util.regex.Pattern POSITIONAL =
            java.util.regex.Pattern.compile("\\$([@*1-9]|\\{([@*]|[1-9]\\d*)(:[^}]*)?})");

    /** A pipeline without other redirections whose last output goes to /dev/null. */
    private static final java.util.regex.Pattern DISCARDED = java.util.regex.Pattern.compile(
            "[^<>&;#`{}\\\\\n]*((?<=[\\w'\") ])(?<![0-9])> ?/dev/null( 2> ?(&1|/dev/null))?|(?<=[ ])&> ?/dev/null)");

    private static final java.util.regex.Pattern QUIET = java.util.regex.Pattern.compile(
            "([^<>&;#`{}\\\\\n]*[^|]\\|)?\\s*grep (-\\w+ )*(-\\w*q\\w*|--quiet)( [^<>&;#`{}|\\\\\n]*)?");

    private static final java.util.regex.Pattern ITSELF = java.util.regex.Pattern.compile("\\$(0|\\{0})");

    private final SyntaxTree tree;
    private final Map<String, String> given;
    private final Map<String, List<Integer>> assignments = new HashMap<>();
    private final Map<String, Set<String>> learned = new HashMap<>();
    private final Map<String, List<String>> known = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Set<String> busy = new HashSet<>();
    private int depth;

    ShellWords(SyntaxTree tree, LanguageFile.Commands data) {
        this.tree = tree;
        this.given = data.variables();
        for (int node = 0; node < tree.size(); node++) {
            switch (kind(node)) {
                case "variable_assignment", "for_statement" -> assigned(node);
                case "declaration_command" -> references(node);
                case "command" -> {
                    if (tree.firstNamedChild(node) != SyntaxTree.NONE && data.reads().contains(tree.text(tree.firstNamedChild(node)))) {
                        words(node).forEach(word -> read.add(tree.text(word).replaceAll("[\"'=].*", "")));
                    }
                }
                default -> { }
            }
        }
    }

    /** {@code declare -n name=other}: a name for another variable. */
    private void references(int node) {
        if (tree.text(node).matches("(?s)\\w+\\s+-\\w*n.*")) {
            for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
                read.add(tree.text(child).replaceAll("(?s)=.*", ""));
            }
        }
    }

    /** Takes assignments that an error in the tree hides. */
    void learn(List<CommandLine> lines) {
        for (CommandLine line : lines) {
            for (String assignment : line.assignments()) {
                int end = assignment.indexOf('=');
                String name = assignment.substring(0, end).replaceAll("[+\\[].*", "");
                if (!assignments.containsKey(name)) {
                    learned.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(assignment.substring(end + 1));
                }
            }
        }
    }

    private void assigned(int node) {
        int name = firstOf(node, "variable_name");
        int target = name == SyntaxTree.NONE ? firstOf(node, "subscript") : name;
        if (target != SyntaxTree.NONE) {
            String variable = tree.text(target).replaceAll("\\[.*", "");
            assignments.computeIfAbsent(variable, key -> new ArrayList<>()).add(node);
        }
    }

    String kind(int node) {
        return tree.kinds().name(tree.kind(node));
    }

    int firstOf(int node, String kind) {
        for (int child = tree.firstChild(node); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (kind(child).equals(kind)) {
                return child;
            }
        }
        return SyntaxTree.NONE;
    }

    /** The words of a command, its name first. */
    List<Integer> words(int command) {
        List<Integer> words = new ArrayList<>();
        for (int child = tree.firstChild(command); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            boolean part = tree.named(child)
                    && !kind(child).endsWith("redirect")
                    && !kind(child).equals("variable_assignment")
                    && !kind(child).equals("ERROR");
            if (part) {
                words.add(child);
            }
        }
        return words;
    }

    /** What a word may expand to. */
    List<String> of(int node) {
        if (node == SyntaxTree.NONE) {
            return List.of("");
        }
        if (depth >= DEEPEST) {
            return UNKNOWN;
        }
        depth++;
        List<String> texts = switch (kind(node)) {
            case "word", "test_operator", "extglob_pattern", "regex", "number" -> number(node)
                    ? List.of(tree.text(node))
                    : List.of(tree.text(node).replaceAll("\\\\\r?\n", "").replaceAll("\\\\(.)", "$1"));
            case "variable_name", "variable_assignment" -> List.of(tree.text(node));
            case "raw_string" -> List.of(inner(tree.text(node), 1));
            case "ansi_c_string" -> List.of(Escapes.resolve(inner(tree.text(node), 2)));
            case "string" -> joined(node, true);
            case "translated_string", "concatenation", "command_name" -> joined(node, false);
            case "simple_expansion", "expansion" -> ITSELF.matcher(tree.text(node)).matches() && !sets("BASH_ARGV0")
                    ? List.of("./$0")
                    : POSITIONAL.matcher(tree.text(node)).matches()
                    ? List.of(CommandLine.GIVEN)
                    : kind(node).equals("expansion") ? expansion(node) : variable(tree.text(node).substring(1));
            case "command_substitution" -> substitution(node);
            case "brace_expression" -> List.of(tree.text(node));
            default -> UNKNOWN;
        };
        depth--;
        return texts;
    }

    private boolean number(int node) {
        return kind(node).equals("number") && tree.firstChild(node) == SyntaxTree.NONE;
    }

    private static String inner(String quoted, int opening) {
        return quoted.length() <= opening ? "" : quoted.substring(opening, quoted.length() - 1);
    }

    /** Parts side by side, with the blanks between them in a string, for which the grammar has no nodes. */
    private List<String> joined(int node, boolean quoted) {
        List<String> texts = List.of("");
        int last = quoted ? tree.from(node) + 1 : tree.from(node);
        for (int part = tree.firstChild(node); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            if (!tree.named(part)) {
                continue;
            }
            List<String> gap = List.of(quoted ? tree.text(last, tree.from(part)) : "");
            texts = product(product(texts, gap), kind(part).equals("string_content")
                    ? List.of(tree.text(part).replaceAll("\\\\\r?\n", "").replaceAll("\\\\([$`\"\\\\])", "$1"))
                    : of(part));
            last = tree.to(part);
        }
        return quoted ? product(texts, List.of(tree.text(last, Math.max(last, tree.to(node) - 1)))) : texts;
    }

    private static List<String> product(List<String> heads, List<String> tails) {
        Set<String> all = new LinkedHashSet<>();
        for (String head : heads) {
            for (String tail : tails) {
                String whole = head + tail;
                all.add(whole.length() > LONGEST ? CommandLine.HOLE : whole);
            }
        }
        return bounded(all);
    }

    private static List<String> bounded(Set<String> texts) {
        if (texts.size() <= MOST) {
            return List.copyOf(texts);
        }
        List<String> some = new ArrayList<>(texts).subList(0, MOST);
        some.add(CommandLine.HOLE);
        return List.copyOf(some);
    }

    /** What a variable holds at any time. */
    List<String> variable(String name) {
        List<String> texts = known.get(name);
        if (texts != null) {
            return texts;
        }
        List<Integer> nodes = assignments.getOrDefault(name, List.of());
        if (nodes.isEmpty() && learned.containsKey(name) && !read.contains(name)) {
            return bounded(learned.get(name));
        }
        if (nodes.isEmpty() || read.contains(name)) {
            return List.of(nodes.isEmpty() && !read.contains(name)
                    ? given.getOrDefault(name, CommandLine.HOLE)
                    : CommandLine.HOLE);
        }
        if (!busy.add(name)) {
            return UNKNOWN;
        }
        Set<String> values = new LinkedHashSet<>();
        for (int node : nodes) {
            if (values.size() > MOST) {
                break;
            }
            List<String> more = kind(node).equals("for_statement") ? items(node) : value(node);
            if (firstOf(node, "+=") == SyntaxTree.NONE) {
                values.addAll(more);
            } else {
                values.addAll(product(values.isEmpty() ? List.of("") : List.copyOf(values), more));
            }
        }
        busy.remove(name);
        if (values.size() > 1) {
            values.remove(""); // where a variable begins empty, what it becomes is what counts
        }
        texts = bounded(values);
        known.put(name, texts);
        return texts;
    }

    private List<String> items(int loop) {
        Set<String> items = new LinkedHashSet<>();
        List<Integer> words = words(loop);
        for (int word : words.subList(1, words.size())) {
            if (!kind(word).endsWith("_group")) {
                items.addAll(of(word));
            }
        }
        return items.isEmpty() ? UNKNOWN : bounded(items);
    }

    private List<String> value(int assignment) {
        int last = SyntaxTree.NONE;
        for (int child = tree.firstChild(assignment); child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            last = child;
        }
        if (last == SyntaxTree.NONE || !tree.named(last) || kind(last).equals("variable_name")) {
            return List.of("");
        }
        if (kind(last).equals("array")) {
            // An array's name alone or with [@] in the place of a command: its first word is what counts.
            List<String> whole = List.of("");
            for (int item : words(last)) {
                whole = product(whole, product(of(item), List.of(" ")));
            }
            return whole;
        }
        return of(last);
    }

    private List<String> expansion(int node) {
        List<Integer> parts = new ArrayList<>();
        String operator = "";
        int name = SyntaxTree.NONE;
        for (int part = tree.firstChild(node); part != SyntaxTree.NONE; part = tree.nextSibling(part)) {
            String kind = kind(part);
            if (kind.equals("variable_name") && name == SyntaxTree.NONE || kind.equals("subscript")) {
                name = part;
            } else if (!tree.named(part)) {
                boolean brace = kind.equals("${") || kind.equals("}");
                operator = brace || !operator.isEmpty() ? operator : kind;
            } else {
                parts.add(part);
            }
        }
        if (name == SyntaxTree.NONE) {
            return UNKNOWN;
        }
        boolean element = kind(name).equals("subscript");
        String text = tree.text(name);
        List<String> values = element ? element(text) : variable(text);
        return switch (operator) {
            case "" -> values;
            case ":-", "-", ":=", "=" -> {
                // What the script never sets, nobody sets: its environment is the sandbox's.
                Set<String> both = new LinkedHashSet<>(sets(text) ? values : List.of());
                both.addAll(product(List.of(""), parts.isEmpty() ? List.of("") : concatenated(parts)));
                yield bounded(both);
            }
            case ":+", "+" -> parts.isEmpty() ? List.of("") : concatenated(parts);
            case ",", ",," -> values.stream().map(v -> v.toLowerCase(Locale.ROOT)).toList();
            case "^^" -> values.stream().map(v -> v.toUpperCase(Locale.ROOT)).toList();
            case ":" -> values.stream().map(v -> part(v, parts)).toList();
            case "/", "//" -> values.stream().map(v -> replaced(v, parts)).toList();
            case "!" -> values.stream().flatMap(v -> variable(v).stream()).limit(MOST).toList();
            default -> UNKNOWN;
        };
    }

    private boolean sets(String name) {
        return assignments.containsKey(name) || learned.containsKey(name) || read.contains(name)
                || given.containsKey(name) || name.indexOf('[') >= 0;
    }

    private List<String> concatenated(List<Integer> parts) {
        List<String> texts = List.of("");
        for (int part : parts) {
            texts = product(texts, of(part));
        }
        return texts;
    }

    private List<String> element(String subscript) {
        int open = subscript.indexOf('[');
        String key = subscript.substring(open + 1, Math.max(open + 1, subscript.length() - 1));
        List<String> arrays = variable(subscript.substring(0, open));
        if (key.equals("*") && assignments.containsKey("IFS")) {
            return UNKNOWN; // joined by something else than blanks
        }
        if (key.equals("@") || key.equals("*")) {
            return arrays;
        }
        if (!key.matches("\\d+")) {
            return bounded(new LinkedHashSet<>(arrays.stream()
                    .flatMap(array -> java.util.Arrays.stream(array.split(" ")))
                    .toList()));
        }
        return arrays.stream()
                .flatMap(array -> {
                    String[] items = array.split(" ");
                    int index = key.length() < 5 ? Integer.parseInt(key) : items.length;
                    // An array that is filled one by one is known by its items only.
                    return index < items.length ? java.util.stream.Stream.of(items[index]) : java.util.Arrays.stream(items);
                })
                .limit(MOST)
                .toList();
    }

    private String part(String value, List<Integer> parts) {
        List<Integer> numbers = new ArrayList<>();
        for (int part : parts) {
            String number = tree.text(part).strip();
            if (!number.matches("\\d{1,5}")) {
                return CommandLine.HOLE;
            }
            numbers.add(Integer.parseInt(number));
        }
        if (numbers.isEmpty() || numbers.size() > 2 || value.contains(CommandLine.HOLE)) {
            return CommandLine.HOLE;
        }
        int from = Math.min(value.length(), numbers.get(0));
        int length = numbers.size() == 2 ? numbers.get(1) : value.length();
        return value.substring(from, Math.min(value.length(), from + length));
    }

    private String replaced(String value, List<Integer> parts) {
        String from = parts.isEmpty() ? "" : of(parts.get(0)).get(0);
        if (value.contains(CommandLine.HOLE) || from.isEmpty() || !from.matches("[\\w./ -]*")) {
            return CommandLine.HOLE;
        }
        return value.replace(from, parts.size() > 1 ? of(parts.get(1)).get(0) : "");
    }

    /** What {@code $(echo text)} prints, or the program that {@code $(command -v program)} finds. */
    private List<String> substitution(int node) {
        int command = firstOf(node, "command");
        if (silent(node)) {
            return List.of("");
        }
        if (command == SyntaxTree.NONE) {
            return UNKNOWN;
        }
        List<Integer> words = words(command);
        String name = words.isEmpty() ? "" : tree.text(words.get(0));
        if (name.equals("mktemp") && !own(name)) {
            return List.of("/tmp/tmp.XXXXXXXXXX"); // one name for all files that are made so
        }
        if (!List.of("echo", "printf", "which", "command", "type").contains(name)
                || firstOf(command, "herestring_redirect") != SyntaxTree.NONE) {
            return UNKNOWN;
        }
        List<String> texts = List.of("");
        for (int word : words.subList(1, words.size())) {
            List<String> expanded = of(word);
            if (texts.equals(List.of("")) && expanded.size() == 1 && expanded.get(0).startsWith("-")) {
                continue;
            }
            texts = product(texts, product(List.of(texts.equals(List.of("")) ? "" : " "), expanded));
        }
        return name.equals("printf") ? texts.stream().map(ShellWords::printed).toList() : texts;
    }

    /** Whether nothing of what one {@code $(...)} prints gets into the word: a way to ask for an exit code. */
    private boolean silent(int substitution) {
        String inside = tree.text(substitution)
                .replaceAll("(?s)^(\\$\\(|`)|(\\)|`)$", "")
                .strip()
                .replaceAll("(?<=\\s)2> ?/dev/null(?=\\s)", "");
        return DISCARDED.matcher(inside).matches() || QUIET.matcher(inside).matches() && !own("grep");
    }

    /** Whether the script may have given the program's name another meaning. */
    private boolean own(String program) {
        return java.util.regex.Pattern.compile("\\b" + program + "\\s*\\(|(function|alias|hash)\\b.*" + program + "|expand_aliases|\\beval\\b")
                .matcher(tree.text(0, tree.sourceLength()))
                .find();
    }

    private static String printed(String arguments) {
        String plain = Escapes.resolve(arguments);
        if (plain.startsWith("%s ") && plain.indexOf('%', 1) < 0) {
            return plain.substring(3).replace(" ", "");
        }
        return plain.indexOf('%') < 0 ? plain : CommandLine.HOLE;
    }
}

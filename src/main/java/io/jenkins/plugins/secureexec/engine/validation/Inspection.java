package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.Severity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Holds the rules of a language against one tree. */
final class Inspection {
    /** How the path of a call goes on that runs nothing but functions of the file's own. */
    static final String GIVEN_FUNCTIONS = "(function)";

    private static final int DEADLINE_EVERY = 256;
    private static final java.util.regex.Pattern CALL = java.util.regex.Pattern.compile("\\(.*");

    private final SyntaxTree tree;
    private final Language language;
    private final RuleSet rules;
    private final Findings findings;
    private final Resolver resolver;
    /** Heads of chains that a longer hit already speaks for: `os` in `os.system`. */
    private final BitSet spokenFor = new BitSet();
    private final OwnPaths ownPaths;
    /** Files name the same few things over and over. */
    private final Map<String, Optional<Rule>> rulesFound = new HashMap<>();

    /** The lists of the rules, each of which is asked about many a text. */
    private final Map<List<String>, List<Glob>> read = new IdentityHashMap<>();

    private final Map<String, Boolean> rulesHolding = new HashMap<>();
    private final Map<String, Set<String>> used = new HashMap<>();

    Inspection(SyntaxTree tree, Language language, RuleSet rules, Findings findings) {
        this.tree = tree;
        this.language = language;
        this.rules = rules;
        this.findings = findings;
        this.resolver = new Resolver(tree, language);
        this.ownPaths = new OwnPaths(tree, language.ownPaths(), resolver.bindings().inOrder());
    }

    /** False where the code hides too deep to be followed, or takes too long. */
    boolean run(Deadline deadline) {
        for (Bindings.Mention member : resolver.bindings().members()) {
            if (language.intrinsic(member.path()) == Operation.RUNNER) {
                continue; // what it is given, each use of it will tell
            }
            rule(member.path()).ifPresent(rule -> findings.add(rule, member.path(), tree.from(member.node())));
        }
        for (Bindings.Mention module : resolver.imports()) {
            rules.forImport(module.path())
                    .filter(rule -> rule.harmless().isEmpty() || !usesOnly(rule.harmless(), module))
                    .ifPresent(rule -> findings.add(rule, module.path(), tree.from(module.node())));
        }
        for (int node = 0; node < tree.size(); node++) {
            if (node % DEADLINE_EVERY == 0 && deadline.passed()) {
                return false;
            }
            inspect(node);
        }
        return !resolver.tooDeep();
    }

    /** Whether these members, and nothing but them, are used of the module, which is no value of its own anywhere. */
    private boolean usesOnly(List<String> harmless, Bindings.Mention module) {
        String root = root(module.path());
        boolean everything = tree.parent(module.node()) != SyntaxTree.NONE
                && tree.text(tree.parent(module.node())).indexOf('*') >= 0;
        Set<String> used = everything ? Set.of() : used().getOrDefault(root, Set.of());
        return !used.isEmpty() && used.stream().allMatch(path -> isHarmless(harmless, path));
    }

    /** What a harmless function returns is harmless, too. */
    private boolean isHarmless(List<String> harmless, String path) {
        return matches(harmless, path) || matches(harmless, CALL.matcher(path).replaceAll(""));
    }

    private static String root(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** All that the file names, by its first segment: a file may have as many imports as it has lines. */
    private Map<String, Set<String>> used() {
        if (used.isEmpty()) {
            for (int node = 0; node < tree.size(); node++) {
                if (!isObject(node) && !isGivenFunctions(tree.parent(node))) {
                    symbols(node).forEach(path -> used.computeIfAbsent(root(path), root -> new HashSet<>()).add(path));
                }
            }
        }
        return used;
    }

    /** Whether the node is what a longer chain begins with, which tells more. */
    private boolean isObject(int node) {
        int parent = tree.parent(node);
        Shape around = parent == SyntaxTree.NONE ? null : language.shape(tree.kind(parent));
        return around != null && around.form() == Expression.Form.MEMBER && tree.fieldOf(node) == around.object();
    }

    private boolean isGivenFunctions(int node) {
        return node != SyntaxTree.NONE
                && language.shape(tree.kind(node)) != null
                && language.shape(tree.kind(node)).form() == Expression.Form.CALL
                && symbols(node).stream().anyMatch(path -> path.endsWith(GIVEN_FUNCTIONS));
    }

    private void inspect(int node) {
        int at = node;
        language.ruleQueries().match(tree, node, (rule, captures) -> query(rule, captures, at));
        Shape shape = language.shape(tree.kind(node));
        if (shape == null && !language.isName(tree.kind(node))) {
            return;
        }
        boolean hit = spokenFor.get(node);
        if (!hit) {
            for (Value value : resolver.value(node)) {
                hit |= value instanceof Value.Symbol symbol
                        && (symbol.path().endsWith(GIVEN_FUNCTIONS) || symbol(symbol, node, shape));
            }
        }
        int head = hit && shape != null ? head(node, shape) : SyntaxTree.NONE;
        if (head != SyntaxTree.NONE) {
            spokenFor.set(head);
        }
    }

    private int head(int node, Shape shape) {
        boolean first = shape.form() == Expression.Form.SAME && shape.value() == 0;
        if (first || shape.form() == Expression.Form.PATH) {
            return tree.firstNamedChild(node);
        }
        return shape.head() == 0 ? SyntaxTree.NONE : tree.child(node, shape.head());
    }

    private boolean symbol(Value.Symbol symbol, int node, Shape shape) {
        Optional<Rule> rule = rule(symbol.path());
        if (rule.isEmpty() && shape != null && shape.form() == Expression.Form.INVOKE) {
            // The call and what it calls are one node.
            rule = symbol.path().endsWith("()")
                    ? rule(symbol.path().substring(0, symbol.path().length() - 2))
                    : Optional.empty();
        }
        if (rule.isEmpty() || (symbol.weak() && probablyOwn(rule.get(), symbol.path(), node))) {
            return false;
        }
        findings.add(rule.get(), symbol.path(), tree.from(node));
        return true;
    }

    /** Where `input` is a variable on some paths, only calling it is worth a word; `eval` is always worth one. */
    private boolean probablyOwn(Rule rule, String path, int node) {
        int parent = tree.parent(node);
        Shape around = parent == SyntaxTree.NONE ? null : language.shape(tree.kind(parent));
        boolean called = around != null
                && around.form() == Expression.Form.CALL
                && tree.fieldOf(node) == around.function();
        return !(called && path.indexOf('.') < 0) && rule.severity() != Severity.CRITICAL;
    }

    private Optional<Rule> rule(String path) {
        return rulesFound.computeIfAbsent(
                path, symbol -> known(symbol).or(() -> ownPaths.meanings(symbol).stream()
                        .flatMap(each -> known(each).stream())
                        .findFirst()));
    }

    private Optional<Rule> known(String symbol) {
        return rules.forSymbol(symbol)
                .filter(rule -> rule.harmless().isEmpty() || !isHarmless(rule.harmless(), symbol))
                .filter(findings::wants)
                .filter(this::holds);
    }

    /** Whether the file has what the rule needs besides. */
    private boolean holds(Rule rule) {
        List<Pattern> needed = language.onlyWith(rule);
        return needed.isEmpty()
                || rulesHolding.computeIfAbsent(rule.id(), id -> IntStream.range(0, tree.size())
                        .anyMatch(node -> needed.stream().anyMatch(pattern -> matches(rule, pattern, node))));
    }

    private boolean matches(Rule rule, Pattern pattern, int node) {
        boolean[] found = {false};
        pattern.match(tree, node, captures -> found[0] |= speaksOf(rule, captures));
        return found[0];
    }

    private boolean speaksOf(Rule rule, Map<String, Integer> captures) {
        if (captures.containsKey("symbol")) {
            return symbols(captures.get("symbol")).stream().anyMatch(path -> matches(rule.symbols(), path));
        }
        return !captures.containsKey("text") || matches(rule.text(), tree.text(captures.get("text")));
    }

    private void query(Rule rule, Map<String, Integer> captures, int matched) {
        int place = captures.getOrDefault("here", matched);
        if (!rules.has(rule) || beyond(rule.firstLines(), tree.from(place)) || !holds(rule)) {
            return;
        }
        Integer constant = captures.get("constant");
        if (constant != null && resolver.value(constant).stream().noneMatch(language::isText)) {
            return;
        }
        Integer perhaps = captures.get("perhaps");
        if (perhaps != null && !language.mayBeText(resolver.value(perhaps))) {
            return;
        }
        Integer about = captures.getOrDefault("text", captures.get("symbol"));
        if (about == null) {
            findings.add(rule, tree.text(place), tree.from(place));
            return;
        }
        Integer method = captures.get("method");
        if (method != null && !concerns(rule, "#" + tree.text(method))) {
            return;
        }
        for (String text : captures.containsKey("symbol") ? symbols(about) : texts(about)) {
            if (concerns(rule, text)) {
                findings.add(rule, text, tree.from(place));
            }
        }
    }

    private boolean concerns(Rule rule, String text) {
        return matches(rule.text(), text) && (rule.unlessText().isEmpty() || !matches(rule.unlessText(), text));
    }

    private boolean beyond(int firstLines, int offset) {
        return firstLines > 0 && offset >= tree.endOfLine(firstLines);
    }

    private List<String> symbols(int node) {
        List<String> paths = new ArrayList<>(1);
        for (Value value : resolver.value(node)) {
            if (value instanceof Value.Symbol symbol) {
                paths.add(symbol.path());
            }
        }
        return paths;
    }

    /** The constant that a node stands for, or else what is written there. */
    private List<String> texts(int node) {
        List<Value> values = resolver.value(node);
        return values.stream().allMatch(Value.Text.class::isInstance)
                ? values.stream().map(value -> ((Value.Text) value).text()).toList()
                : List.of(tree.text(node));
    }

    private boolean matches(List<String> globs, String text) {
        if (globs.isEmpty()) {
            return true;
        }
        for (Glob glob : read.computeIfAbsent(globs, all -> all.stream().map(Glob::new).toList())) {
            if (glob.matches(text)) {
                return true;
            }
        }
        return false;
    }
}

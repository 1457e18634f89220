package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.Severity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the rules of a language against one tree. */
final class Inspection {
    /** How the path of a call goes on that runs nothing but functions of the file's own. */
    static final String GIVEN_FUNCTIONS = "(function)";
    /** How the path of a call goes on that opens nothing but a standard stream. */
    static final String STREAM = "(stream)";

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
    private final Exceptions exceptions;
    private final Requirements requirements;
    private final OwnImports ownImports;
    /** Files name the same few things over and over. */
    private final Map<String, Optional<Rule>> rulesFound = new HashMap<>();

    private final Map<String, Set<String>> used = new HashMap<>();

    Inspection(SyntaxTree tree, Language language, RuleSet rules, Findings findings) {
        this.tree = tree;
        this.language = language;
        this.rules = rules;
        this.findings = findings;
        this.resolver = new Resolver(tree, language);
        this.exceptions = new Exceptions(tree, language, resolver);
        this.requirements = new Requirements(tree, language, resolver);
        this.ownImports = new OwnImports(tree, language, resolver.bindings());
        this.ownPaths =
                new OwnPaths(tree, language.ownPaths(), resolver.bindings().inOrder());
    }

    /** False where the code hides too deep to be followed, or takes too long. */
    boolean run(Deadline deadline) {
        for (Bindings.Mention member : resolver.bindings().members()) {
            if (language.intrinsic(member.path()) == Operation.RUNNER) {
                continue; // what it is given, each use of it will tell
            }
            rule(member.path())
                    .filter(rule -> !exceptions.cover(rule, member.node()) && !isOwn(member, rule))
                    .ifPresent(rule -> findings.add(rule, member.path(), tree.from(member.node())));
        }
        for (Bindings.Mention module : resolver.imports()) {
            rules.forImport(module.path())
                    .filter(rule -> rule.harmless().isEmpty() || !usesOnly(rule.harmless(), module))
                    .filter(rule -> !isOwn(module, rule))
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

    /** What an administrator blocks is refused wherever it is named. */
    private boolean isOwn(Bindings.Mention mention, Rule rule) {
        return ownImports.contain(mention) && language.rules().contains(rule);
    }

    /** Whether these members, and nothing but them, are used of the module, which is no value of its own anywhere. */
    private boolean usesOnly(Globs harmless, Bindings.Mention module) {
        String root = root(module.path());
        boolean everything = tree.parent(module.node()) != SyntaxTree.NONE
                && tree.text(tree.parent(module.node())).indexOf('*') >= 0;
        if (everything) {
            return false;
        }
        Set<String> paths = used().get(root);
        return paths == null
                ? namesOnly(harmless, module)
                : paths.stream().allMatch(path -> isHarmless(harmless, path));
    }

    /** Whether the import itself names these and nothing but them: others may want them of this file. */
    private boolean namesOnly(Globs harmless, Bindings.Mention module) {
        List<Bindings.Mention> named = resolver.bindings().members().stream()
                .filter(member -> tree.parent(member.node()) == tree.parent(module.node()))
                .toList();
        return !named.isEmpty() && named.stream().allMatch(member -> isHarmless(harmless, member.path()));
    }

    /** What a harmless function returns is harmless, too. */
    private static boolean isHarmless(Globs harmless, String path) {
        return harmless.match(path) || harmless.match(CALL.matcher(path).replaceAll(""));
    }

    private static String root(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** All that the file names, by its first segment: a file may have as many imports as it has lines. */
    private Map<String, Set<String>> used() {
        if (used.isEmpty()) {
            for (int node = 0; node < tree.size(); node++) {
                List<String> paths = resolver.symbols(node);
                if (!paths.isEmpty() && !isObject(node) && !isGivenFunctions(tree.parent(node))) {
                    boolean asked = isAskedAbout(node);
                    for (String path : paths) {
                        Set<String> ofRoot = used.computeIfAbsent(root(path), root -> new HashSet<>());
                        if (!asked) {
                            ofRoot.add(path);
                        }
                    }
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
                && resolver.symbols(node).stream().anyMatch(path -> path.endsWith(GIVEN_FUNCTIONS));
    }

    private boolean isAskedAbout(int node) {
        int list = tree.parent(node);
        int call = list == SyntaxTree.NONE ? SyntaxTree.NONE : tree.parent(list);
        Shape shape = call == SyntaxTree.NONE ? null : language.shape(tree.kind(call));
        if (shape == null || shape.form() != Expression.Form.CALL || tree.fieldOf(list) != shape.arguments()) {
            return false;
        }
        List<Value> asking = resolver.value(tree.child(call, shape.function()));
        return asking.stream()
                .allMatch(value -> value instanceof Value.Symbol symbol
                        && language.intrinsic(symbol.path()) == Operation.QUESTION);
    }

    private void inspect(int node) {
        int at = node;
        language.queries().rules().match(tree, node, (rule, captures) -> query(rule, captures, at));
        Shape shape = language.shape(tree.kind(node));
        if (shape == null && !language.isName(tree.kind(node))) {
            return;
        }
        boolean hit = spokenFor.get(node);
        if (!hit) {
            for (Value value : resolver.value(node)) {
                hit |= value instanceof Value.Symbol symbol
                        && (symbol.path().endsWith(GIVEN_FUNCTIONS)
                                || symbol.path().endsWith(STREAM)
                                || shape == null && symbol.path().endsWith("(?)") // told where it is called
                                || symbol(symbol, node, shape));
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
        if (rule.isEmpty()
                || symbol.weak() && probablyOwn(rule.get(), symbol.path(), node)
                || leadsToHarmless(rule.get(), node)
                || exceptions.cover(rule.get(), node)) {
            return false;
        }
        findings.add(rule.get(), symbol.path(), tree.from(node));
        return true;
    }

    /** Whether nothing but a harmless member is taken of it. */
    private boolean leadsToHarmless(Rule rule, int node) {
        if (rule.harmless().isEmpty() || !isObject(node)) {
            return false;
        }
        List<String> members = resolver.symbols(tree.parent(node));
        return !members.isEmpty() && members.stream().allMatch(path -> isHarmless(rule.harmless(), path));
    }

    /** Where `input` is a variable on some paths, only calling it is worth a word; `eval` is always worth one. */
    private boolean probablyOwn(Rule rule, String path, int node) {
        boolean called = language.callOf(tree, node) != SyntaxTree.NONE;
        return !(called && path.indexOf('.') < 0) && rule.severity() != Severity.CRITICAL;
    }

    private Optional<Rule> rule(String path) {
        return rulesFound.computeIfAbsent(
                path,
                symbol -> known(symbol)
                        .or(() -> ownPaths.meanings(symbol).stream()
                                .flatMap(each -> known(each).stream())
                                .findFirst()));
    }

    private Optional<Rule> known(String symbol) {
        return rules.forSymbol(symbol)
                .filter(rule -> rule.harmless().isEmpty() || !isHarmless(rule.harmless(), symbol))
                .filter(findings::wants)
                .filter(requirements::metFor);
    }

    private void query(Rule rule, Captures captures, int matched) {
        int place = captures.getOrDefault("here", matched);
        if (!rules.has(rule) || beyond(rule.firstLines(), tree.from(place))) {
            return;
        }
        int constant = captures.get("constant");
        if (constant != SyntaxTree.NONE && resolver.value(constant).stream().noneMatch(language.textType()::isText)) {
            return;
        }
        int perhaps = captures.get("perhaps");
        if (perhaps != SyntaxTree.NONE && !language.textType().mayBe(resolver.value(perhaps))) {
            return;
        }
        int unknown = captures.get("unknown");
        if (unknown != SyntaxTree.NONE && resolver.value(unknown).stream().allMatch(Value.Text.class::isInstance)) {
            return;
        }
        int method = captures.get("method");
        if (method != SyntaxTree.NONE && !rule.concerns("#" + tree.text(method))) {
            return;
        }
        int about = captures.getOrDefault("text", captures.get("symbol"));
        if (about == SyntaxTree.NONE) {
            if (requirements.metFor(rule)) {
                findings.add(rule, tree.text(place), tree.from(place));
            }
            return;
        }
        int callee = captures.get("callee");
        int symbol = captures.get("symbol");
        if (symbol != SyntaxTree.NONE
                && symbol != about
                && resolver.symbols(symbol).stream().noneMatch(rule.text()::match)) {
            return;
        }
        for (String text : symbol == about ? resolver.symbols(about) : texts(about)) {
            boolean own = callee != SyntaxTree.NONE
                    && resolver.symbols(callee).stream().anyMatch(path -> path.startsWith(text + "."));
            if (rule.concerns(text) && !own && requirements.metFor(rule)) { // what takes a look at the whole file, last
                findings.add(rule, text, tree.from(place));
            }
        }
    }

    private boolean beyond(int firstLines, int offset) {
        return firstLines > 0 && offset >= tree.endOfLine(firstLines);
    }

    /** The constant that a node stands for, or else what is written there. */
    private List<String> texts(int node) {
        List<String> texts = new ArrayList<>(1);
        for (Value value : resolver.value(node)) {
            if (!(value instanceof Value.Text text)) {
                return List.of(tree.text(node));
            }
            texts.add(text.text());
        }
        return texts;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/** Looks names up: what the author's definitions make of them, or else what the language means by them. */
final class Names {
    /** Definitions that lead from one to the next this often are no ordinary code. */
    private static final int DEEPEST = 200;
    /** A parameter that is handed on through so many functions stands for anything. */
    private static final int MOST_PARAMETERS = 12;

    private final SyntaxTree tree;
    private final Language language;
    private final Bindings bindings;
    private final IntFunction<List<Value>> valueOf;
    private final Members members;
    private final Arguments arguments;
    private final Shadowing shadowing;
    private final Lists lists;
    private int depth;
    private int parameters;
    private boolean tooDeep;

    Names(SyntaxTree tree, Language language, Bindings bindings, Members members, IntFunction<List<Value>> valueOf) {
        this.tree = tree;
        this.language = language;
        this.bindings = bindings;
        this.valueOf = valueOf;
        this.members = members;
        Mentions mentions = new Mentions(tree, language);
        this.arguments = new Arguments(tree, language, bindings, mentions);
        this.shadowing = new Shadowing(tree, language, bindings);
        this.lists = new Lists(tree, language, bindings, mentions, valueOf);
    }

    /** Whether a chain of definitions was given up on. */
    boolean tooDeep() {
        return tooDeep;
    }

    List<Value> lookUp(String name, int use) {
        Alternatives values = new Alternatives();
        String space = language.space(tree, use);
        Scope start = bindings.scopeOf(use);
        Scope scope = start.isGlobal(name) ? start.outermost() : start;
        values.addAll(assigned(start.outermost(), name));
        boolean doubtful = false;
        while (true) {
            if (scope == start || scope.kind() != LanguageFile.ScopeKind.OPAQUE) {
                List<Definition> definitions = visible(scope, scope.definitions(name, space), use);
                boolean looping = !definitions.isEmpty() && scope.busy.contains(key(name, space));
                Part part = definitions.isEmpty() ? Part.HEAD : part(scope, use);
                if (part != Part.HEAD) {
                    values.addAll(looping ? Value.UNKNOWN : meanings(scope, name, space));
                    if ((!looping || part == Part.BODY || areGiven(definitions))
                            && shadowing.shadows(scope, name, definitions, use)) {
                        return values.list();
                    }
                    doubtful |= !definitions.stream().allMatch(Definition::isPartial);
                }
                values.addAll(opened(scope, name));
            }
            if (scope.isOutermost() || scope.kind() == LanguageFile.ScopeKind.SEALED) {
                return values.addFirst(language.global(name, doubtful)).list();
            }
            scope = scope.parent();
        }
    }

    /** Whether they are parameters, which stand for nothing outside even while it is being found out what for. */
    private static boolean areGiven(List<Definition> definitions) {
        return definitions.stream()
                .allMatch(definition -> definition.meaning() instanceof Definition.Meaning.Parameter
                        || definition.meaning() instanceof Definition.Meaning.ItemOf);
    }

    /** Whether the name can be nothing but a function of the author's, which nothing has wrapped. */
    boolean isFunction(String name, int use) {
        Scope scope = bindings.scopeOf(use).defining(name);
        List<Definition> definitions = scope.definitions(name);
        return !definitions.isEmpty()
                && scope.opened().isEmpty()
                && definitions.stream().allMatch(definition -> isFunction(definition.node()));
    }

    private boolean isFunction(int definition) {
        int function = tree.parent(definition);
        return language.bodyOf(tree.kind(function)) != 0 && tree.fieldOf(function) == 0;
    }

    /** What the name is if it is a member of a module of which all is imported. */
    private List<Value> opened(Scope scope, String name) {
        if (scope.opened().isEmpty()) {
            return List.of();
        }
        return scope.members.computeIfAbsent(
                name,
                key -> scope.opened().stream()
                        .map(module -> language.spelling().canonical(module + "." + name))
                        .distinct()
                        .sorted(order(scope))
                        .limit(Alternatives.LIMIT + 1) // one too many tells that there are more
                        .<Value>map(path -> new Value.Symbol(path, false))
                        .toList());
    }

    /** Those that rules are about must not be lost past the limit. Few are taken as they come, which costs nothing. */
    private Comparator<String> order(Scope scope) {
        return scope.opened().size() > Alternatives.LIMIT ? language.subjects().order() : (one, other) -> 0;
    }

    /** What the name stands for in any of the scopes around: a field that a local variable hides is reached by `this`. */
    List<Value> inAnyScope(String name, int use) {
        String space = language.space(tree, use);
        Alternatives values = new Alternatives();
        Scope scope = bindings.scopeOf(use);
        while (true) {
            boolean looping = scope.busy.contains(key(name, space));
            if (!scope.definitions(name, space).isEmpty()) {
                values.addAll(looping ? Value.UNKNOWN : meanings(scope, name, space));
            }
            if (scope.isOutermost()) {
                return values.list();
            }
            scope = scope.parent();
        }
    }

    private static String key(String name, String space) {
        return space.isEmpty() ? name : name + " " + space;
    }

    private List<Value> meanings(Scope scope, String name, String space) {
        String key = key(name, space);
        List<Value> known = scope.known.get(key);
        if (known != null) {
            return known;
        }
        if (depth >= DEEPEST) {
            tooDeep = true;
            return Value.UNKNOWN;
        }
        depth++;
        scope.busy.add(key);
        Alternatives values = new Alternatives();
        for (Definition definition : scope.definitions(name, space)) {
            values.addAll(meaning(definition.meaning()));
        }
        scope.busy.remove(key);
        depth--;
        scope.known.put(key, values.list());
        return values.list();
    }

    private List<Value> meaning(Definition.Meaning meaning) {
        if (meaning instanceof Definition.Meaning.Of of) {
            return valueOf.apply(of.value());
        }
        if (meaning instanceof Definition.Meaning.MemberOf of) {
            return members(valueOf.apply(of.value()), of.key());
        }
        if (meaning instanceof Definition.Meaning.PartOf of) {
            return part(of);
        }
        if (meaning instanceof Definition.Meaning.ItemOf of) {
            return of.index() == Definition.Meaning.ItemOf.ANY
                    ? members.any(meaning(of.whole()))
                    : members.item(meaning(of.whole()), of.index());
        }
        if (meaning instanceof Definition.Meaning.EachOf of) {
            return lists.items(of);
        }
        if (meaning instanceof Definition.Meaning.RestOf of) {
            return members.from(meaning(of.whole()), of.from());
        }
        if (meaning instanceof Definition.Meaning.OneOf of) {
            return new Alternatives()
                    .addAll(meaning(of.first()))
                    .addAll(meaning(of.second()))
                    .list();
        }
        if (meaning instanceof Definition.Meaning.Parameter of) {
            return parameter(of.node());
        }
        if (meaning instanceof Definition.Meaning.InstanceOf of) {
            return members.symbols(valueOf.apply(of.type()), Value.Symbol::result);
        }
        if (meaning instanceof Definition.Meaning.Partly partly) {
            return meaning(partly.meaning());
        }
        if (meaning instanceof Definition.Meaning.Imported imported) {
            return Value.symbol(imported.path());
        }
        return Value.UNKNOWN;
    }

    /** What assignments without a declaration give the name, wherever they stand. They shadow nothing. */
    private List<Value> assigned(Scope outermost, String name) {
        if (!outermost.assigns()) {
            return List.of();
        }
        String key = "=" + name;
        if (outermost.definitions(key).isEmpty()) {
            return List.of();
        }
        return outermost.busy.contains(key) ? Value.UNKNOWN : meanings(outermost, key, "");
    }

    /** Of what a parameter is given, only what is known has members worth a word. */
    private List<Value> part(Definition.Meaning.PartOf part) {
        List<Value> whole = meaning(part.whole());
        List<Value> known = part.value() != SyntaxTree.NONE
                ? whole
                : whole.stream()
                        .filter(value -> !(value instanceof Value.Unknown))
                        .toList();
        return known.isEmpty() ? Value.UNKNOWN : members(known, part.key());
    }

    private List<Value> parameter(int node) {
        if (parameters >= MOST_PARAMETERS) {
            return Value.UNKNOWN;
        }
        parameters++;
        Destructuring.Step step = language.step(tree.kind(node));
        boolean rest = step != null && step.step() == LanguageFile.Step.REST;
        Alternatives given = new Alternatives();
        for (int argument : arguments.of(node)) {
            given.addAll(argument == SyntaxTree.NONE ? Value.UNKNOWN : rest ? from(argument) : valueOf.apply(argument));
        }
        parameters--;
        return given.list();
    }

    /** The argument and all that follow it, as a list. */
    private List<Value> from(int argument) {
        List<Value> items = new ArrayList<>();
        for (int each = argument; each != SyntaxTree.NONE; each = tree.nextSibling(each)) {
            if (tree.named(each) && !tree.kinds().comment(tree.kind(each))) {
                List<Value> item = valueOf.apply(each);
                items.add(item.size() == 1 ? item.get(0) : new Value.Unknown());
            }
        }
        return List.of(new Value.Sequence(items));
    }

    private List<Value> members(List<Value> objects, int key) {
        if (language.shape(tree.kind(key)) == null) {
            return members.named(objects, language.spelling().identifier(tree.text(key)));
        }
        Alternatives found = new Alternatives();
        for (Value name : valueOf.apply(key)) {
            found.addAll(
                    name instanceof Value.Number number && number.number() == (int) number.number()
                            ? members.item(objects, (int) number.number())
                            : members.named(objects, name instanceof Value.Text text ? text.text() : "[?]"));
        }
        return found.list();
    }

    /** Those that hold where the name is used, in a scope whose names hold from their definition on; else all. */
    private List<Definition> visible(Scope scope, List<Definition> definitions, int use) {
        boolean unit = scope.kind() == LanguageFile.ScopeKind.UNIT;
        if (definitions.isEmpty() || !unit && scope.kind() != LanguageFile.ScopeKind.DECLARED) {
            return definitions;
        }
        return definitions.stream()
                .filter(definition -> definition.node() < use || unit && bindings.scopeOf(definition.node()) != scope)
                .toList();
    }

    /** Where in a function the use stands: a parameter's default is evaluated outside, the body all within. */
    private enum Part {
        HEAD,
        BODY,
        ANY
    }

    private Part part(Scope scope, int use) {
        int body = language.bodyOf(tree.kind(scope.node()));
        if (body == 0) {
            return Part.ANY;
        }
        int branch = use;
        while (branch != SyntaxTree.NONE && tree.parent(branch) != scope.node()) {
            branch = tree.parent(branch);
        }
        return branch != SyntaxTree.NONE && tree.fieldOf(branch) == body ? Part.BODY : Part.HEAD;
    }
}

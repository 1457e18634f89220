package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Says what calls give: a text that is computed, a module that is loaded, a member that is looked up by its name. */
final class Calls {
    /** The numbers of the standard streams. */
    private static final Set<String> STREAMS = Set.of("0", "1", "2");

    private final SyntaxTree tree;
    private final Language language;
    private final Names names;
    private final Members members;
    private final Lookups lookups;
    private final Resolver expressions;
    private final OwnFunctions own;
    private final Consumer<Bindings.Mention> imports;

    /** Modules that a call loads are told to {@code imports}. */
    Calls(
            SyntaxTree tree,
            Language language,
            Names names,
            Members members,
            Resolver expressions,
            OwnFunctions own,
            Consumer<Bindings.Mention> imports) {
        this.tree = tree;
        this.language = language;
        this.names = names;
        this.members = members;
        this.lookups = new Lookups(tree, language, names, members);
        this.expressions = expressions;
        this.own = own;
        this.imports = imports;
    }

    List<Value> call(int node, Shape shape) {
        List<Value> functions = expressions.at(node, shape.function());
        List<Value> results = call(node, functions, callee(node, shape), expressions.arguments(node, shape));
        List<Value> returned = own.results(tree.child(node, shape.function()));
        return returned.isEmpty()
                ? results
                : new Alternatives().addAll(results).addAll(returned).list();
    }

    /** What a call is made on, where the callee is a member: {@code "-"} in {@code "-".join(x)}. */
    private record Callee(List<Value> object, String method) {}

    private Callee callee(int node, Shape shape) {
        int function = tree.child(node, shape.function());
        Shape member = function == SyntaxTree.NONE ? null : language.shape(tree.kind(function));
        if (member == null || member.form() != Expression.Form.MEMBER) {
            return new Callee(Value.UNKNOWN, "");
        }
        return new Callee(expressions.at(function, member.object()), expressions.identifier(function, member.name()));
    }

    /** A call whose function is named by the node itself. */
    List<Value> invoke(int node, Shape shape) {
        String method = expressions.identifier(node, shape.name());
        int receiver = shape.object() == 0 ? SyntaxTree.NONE : tree.child(node, shape.object());
        int object = receiver != SyntaxTree.NONE && expressions.isSelf(receiver) ? SyntaxTree.NONE : receiver;
        int name = tree.child(node, shape.name());
        List<Value> function = object == SyntaxTree.NONE
                ? names.lookUp(method, name == SyntaxTree.NONE ? node : name)
                : members.named(expressions.value(object), method);
        return call(node, function, new Callee(expressions.value(object), method), expressions.arguments(node, shape));
    }

    private List<Value> call(int node, List<Value> functions, Callee callee, List<List<Value>> arguments) {
        Operation method = language.textMethod(callee.method());
        if ((method == Operation.SEND || method == Operation.MEMBER) && !arguments.isEmpty()) {
            return lookups.sent(node, method, callee.object(), callee.method(), arguments.get(0));
        }
        if (method == Operation.LIST) {
            Alternatives lists = new Alternatives().addAll(results(node, functions, arguments));
            callee.object().stream().filter(Value.Sequence.class::isInstance).forEach(lists::add);
            return lists.list();
        }
        if (method == Operation.ITEM) {
            return new Alternatives()
                    .addAll(results(node, functions, arguments))
                    .addAll(members.any(callee.object()))
                    .list();
        }
        if (method != null) {
            List<List<Value>> operands = new ArrayList<>(List.of(callee.object()));
            operands.addAll(arguments);
            Optional<List<Value>> folded = Combinations.fold(method, operands);
            if (folded.isPresent()) {
                return folded.get();
            }
        }
        return results(node, functions, arguments);
    }

    private List<Value> results(int node, List<Value> functions, List<List<Value>> arguments) {
        Alternatives results = new Alternatives();
        for (Value function : functions) {
            Value.Symbol symbol = function instanceof Value.Symbol s ? s : new Value.Symbol("?", false);
            results.addAll(result(node, symbol, arguments));
        }
        return results.list();
    }

    private List<Value> result(int node, Value.Symbol function, List<List<Value>> arguments) {
        Operation intrinsic = language.intrinsic(function.path());
        if (intrinsic == null) {
            Value.Symbol result = function.result();
            return List.of(new Value.Symbol(language.spelling().canonical(result.path()), result.weak()));
        }
        return switch (intrinsic) {
            case IMPORT -> imported(node, function, arguments);
            case IMPORT_LATER ->
                arguments.size() < 2
                        ? List.of(new Value.Symbol(function.path() + "(" + arguments.size() + ")", function.weak()))
                        : imported(node, function, arguments.subList(1, 2));
            case MEMBER -> lookups.member(node, function, arguments);
            case MEMBERS -> arguments.isEmpty() ? Value.UNKNOWN : lookups.all(arguments.get(0));
            case OBJECTS -> objects(function, arguments);
            case GLOBAL -> global(function, arguments);
            case GETTER -> lookups.getter(function, arguments);
            case CALLER -> lookups.caller(function, arguments);
            case RUNNER ->
                List.of(givenFunctions(node) ? function.marked(Inspection.GIVEN_FUNCTIONS) : function.result());
            case STREAM ->
                List.of(isStream(node, function, arguments) ? function.marked(Inspection.STREAM) : function.result());
            case COPY -> copy(function, arguments);
            case ARITY -> List.of(new Value.Symbol(function.path() + "(" + arguments.size() + ")", function.weak()));
            case ENTRY -> lookups.entry(function, arguments);
            default -> Combinations.fold(intrinsic, arguments).orElseGet(() -> List.of(function.result()));
        };
    }

    /** What code that is given as text makes: without any it is harmless, and one such text gives the global object. */
    private static List<Value> global(Value.Symbol function, List<List<Value>> arguments) {
        if (arguments.isEmpty()) {
            return Value.UNKNOWN;
        }
        boolean self = arguments.size() == 1 && arguments.get(0).equals(Value.text("return this"));
        return self ? Value.symbol("return this") : List.of(function.result());
    }

    private List<Value> imported(int node, Value.Symbol function, List<List<Value>> arguments) {
        Alternatives modules = new Alternatives();
        for (Value argument : arguments.isEmpty() ? Value.UNKNOWN : arguments.get(0)) {
            if (argument instanceof Value.Text text) {
                String module = language.spelling().canonical(text.text());
                imports.accept(new Bindings.Mention(node, module));
                modules.add(new Value.Symbol(module, false));
            } else if (argument instanceof Value.Sequence) {
                modules.add(function.result()); // another loader's function of the same name: AMD takes a list
            } else {
                modules.add(new Value.Symbol(function.path() + "(?)", function.weak()));
            }
        }
        return modules.list();
    }

    private static List<Value> objects(Value.Symbol function, List<List<Value>> arguments) {
        Alternatives objects = new Alternatives().add(function.result());
        arguments.stream()
                .flatMap(List::stream)
                .filter(value -> !(value instanceof Value.Text))
                .forEach(objects::add);
        return objects.list();
    }

    private boolean givenFunctions(int node) {
        int list = tree.child(node, language.shape(tree.kind(node)).arguments());
        boolean any = false;
        for (int each = tree.firstNamedChild(list); each != SyntaxTree.NONE; each = tree.nextSibling(each)) {
            if (!tree.named(each)) {
                continue;
            }
            boolean function = language.bodyOf(tree.kind(each)) != 0
                    || language.isName(tree.kind(each))
                            && names.isFunction(language.spelling().identifier(tree.text(each)), each);
            if (!function && !expressions.value(each).stream().allMatch(Value.Number.class::isInstance)) {
                return false;
            }
            any |= function;
        }
        return any;
    }

    /** Under its own name only, so that rules about what lies below a stream can tell a file that has one. */
    private boolean isStream(int node, Value.Symbol function, List<List<Value>> arguments) {
        Shape shape = language.shape(tree.kind(node));
        return arguments.size() == 1
                && tree.text(tree.child(node, shape.function())).equals(function.path())
                && STREAMS.contains(tree.text(tree.firstNamedChild(tree.child(node, shape.arguments()))));
    }

    /** The functions of a module that writes and of one that reads what it has written share their module. */
    private static List<Value> copy(Value.Symbol function, List<List<Value>> arguments) {
        String written = function.path().substring(0, function.path().lastIndexOf('.')) + ".dump()";
        boolean copied = arguments.size() == 1 && arguments.get(0).equals(Value.symbol(written));
        return List.of(copied ? function.marked("(copy)") : function.result());
    }
}

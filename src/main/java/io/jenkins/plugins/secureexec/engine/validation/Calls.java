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
            return sent(node, method, callee, arguments.get(0));
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

    /** What a name given to {@code send} or {@code const_get} reaches: private functions too, on any object. */
    private List<Value> sent(int node, Operation method, Callee callee, List<Value> given) {
        Alternatives reached = new Alternatives();
        for (Value name : given) {
            if (!(name instanceof Value.Text text)) {
                reached.add(new Value.Symbol(callee.method() + unknownName(node, 0), false));
                continue;
            }
            for (Value object : callee.object()) {
                // A name in lower case is a call whose result is anything.
                Alternatives found = new Alternatives();
                if (object instanceof Value.Symbol of && isConstant(of.path())) {
                    found.addAll(members.named(List.of(object), text.text()));
                } else if (method != Operation.SEND) {
                    found.addAll(Value.symbol(language.canonical(text.text().replace("::", "."))));
                }
                if (method == Operation.SEND) {
                    found.addAll(names.lookUp(text.text(), node));
                    if (object instanceof Value.Unknown) {
                        found.addAll(members.named(List.of(object), text.text()));
                    }
                }
                for (Value member : found.list()) {
                    boolean called = method == Operation.SEND && member instanceof Value.Symbol;
                    reached.add(called ? ((Value.Symbol) member).result() : member);
                }
            }
        }
        return reached.list();
    }

    /** Whether the path begins with a constant; a name that the parser made up is empty. */
    private static boolean isConstant(String path) {
        return !path.isEmpty() && Character.isUpperCase(path.charAt(0));
    }

    private List<Value> result(int node, Value.Symbol function, List<List<Value>> arguments) {
        Operation intrinsic = language.intrinsic(function.path());
        if (intrinsic == null) {
            Value.Symbol result = function.result();
            return List.of(new Value.Symbol(language.canonical(result.path()), result.weak()));
        }
        return switch (intrinsic) {
            case IMPORT -> imported(node, function, arguments);
            case IMPORT_LATER ->
                arguments.size() < 2
                        ? List.of(new Value.Symbol(function.path() + "(" + arguments.size() + ")", function.weak()))
                        : imported(node, function, arguments.subList(1, 2));
            case MEMBER -> memberCall(node, function, arguments);
            case MEMBERS -> arguments.isEmpty() ? Value.UNKNOWN : allMembers(arguments.get(0));
            case OBJECTS -> objects(function, arguments);
            case GLOBAL -> global(function, arguments);
            case GETTER -> getter(function, arguments);
            case CALLER -> caller(function, arguments);
            case RUNNER ->
                List.of(givenFunctions(node) ? function.marked(Inspection.GIVEN_FUNCTIONS) : function.result());
            case STREAM ->
                List.of(isStream(node, function, arguments) ? function.marked(Inspection.STREAM) : function.result());
            case COPY -> copy(function, arguments);
            case ARITY -> List.of(new Value.Symbol(function.path() + "(" + arguments.size() + ")", function.weak()));
            case ENTRY -> entry(function, arguments);
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
                String module = language.canonical(text.text());
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

    /** How a path goes on where the argument names a member that is not known. */
    private String unknownName(int node, int index) {
        Shape shape = language.shape(tree.kind(node));
        int list = tree.child(node, shape.arguments());
        int argument = list == SyntaxTree.NONE ? SyntaxTree.NONE : tree.firstNamedChild(list);
        for (int i = 0; i < index && argument != SyntaxTree.NONE; i++) {
            do {
                argument = tree.nextSibling(argument);
            } while (argument != SyntaxTree.NONE && !tree.named(argument));
        }
        boolean harmless = NameTemplate.of(tree, language, argument)
                .filter(template -> !language.reserved().mayBe(template))
                .isPresent();
        return harmless ? "(own)" : "(?)";
    }

    private List<Value> memberCall(int node, Value.Symbol function, List<List<Value>> arguments) {
        Alternatives found = new Alternatives();
        for (Value name : arguments.size() < 2 ? Value.UNKNOWN : arguments.get(1)) {
            if (name instanceof Value.Text text) {
                found.addAll(members.named(arguments.get(0), text.text()));
            } else {
                found.add(new Value.Symbol(function.path() + unknownName(node, 1), function.weak()));
                found.addAll(arguments.isEmpty() ? List.of() : members.named(arguments.get(0), "[?]"));
            }
        }
        return found.list();
    }

    private List<Value> allMembers(List<Value> objects) {
        Alternatives all = new Alternatives().addAll(members.named(objects, "[all]"));
        for (Value object : objects) {
            if (object instanceof Value.Pairs pairs) {
                List<Value> values =
                        pairs.members().values().stream().flatMap(List::stream).toList();
                all.add(new Value.Sequence(values));
                all.add(new Value.Sequence(values.stream()
                        .<Value>map(value -> new Value.Sequence(List.of(new Value.Unknown(), value)))
                        .toList()));
            }
        }
        return all.list();
    }

    private static List<Value> objects(Value.Symbol function, List<List<Value>> arguments) {
        Alternatives objects = new Alternatives().add(function.result());
        arguments.stream()
                .flatMap(List::stream)
                .filter(value -> !(value instanceof Value.Text))
                .forEach(objects::add);
        return objects.list();
    }

    private List<Value> getter(Value.Symbol function, List<List<Value>> arguments) {
        Alternatives found = new Alternatives();
        for (List<Value> argument : arguments.isEmpty() ? List.of(Value.UNKNOWN) : arguments) {
            argument.forEach(name -> found.add(fetched(function, name)));
        }
        return found.list();
    }

    private List<Value> caller(Value.Symbol function, List<List<Value>> arguments) {
        Alternatives found = new Alternatives();
        for (Value name : arguments.isEmpty() ? Value.UNKNOWN : arguments.get(0)) {
            found.add(fetched(function, name));
        }
        // The method may be one that takes a name, too.
        arguments.stream()
                .skip(1)
                .flatMap(List::stream)
                .filter(Value.Text.class::isInstance)
                .forEach(name -> found.add(fetched(function, name)));
        return found.list();
    }

    private static Value fetched(Value.Symbol function, Value name) {
        return new Value.Symbol(
                name instanceof Value.Text text ? "?." + text.text() : function.path() + "(?)", function.weak());
    }

    private boolean givenFunctions(int node) {
        int list = tree.child(node, language.shape(tree.kind(node)).arguments());
        boolean any = false;
        for (int each = tree.firstNamedChild(list); each != SyntaxTree.NONE; each = tree.nextSibling(each)) {
            if (!tree.named(each)) {
                continue;
            }
            boolean function = language.bodyOf(tree.kind(each)) != 0
                    || language.isName(tree.kind(each)) && names.isFunction(language.identifier(tree.text(each)), each);
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

    private List<Value> entry(Value.Symbol function, List<List<Value>> arguments) {
        Alternatives entries = new Alternatives();
        for (Value name : arguments.isEmpty() ? Value.UNKNOWN : arguments.get(0)) {
            entries.add(name instanceof Value.Text text ? function.member(text.text()) : function.marked("(?)"));
        }
        return entries.list();
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what the calls of the file's own functions give their parameters. */
final class Arguments {
    /** What is called from so many places may be given anything. */
    private static final int MOST_CALLS = 2 * Alternatives.LIMIT;
    /** Functions that return functions deeper than this are not followed. */
    private static final int DEEPEST = 5;

    private final SyntaxTree tree;
    private final Language language;
    private final Bindings bindings;
    private final Mentions mentions;
    private final Map<Integer, List<Integer>> usesOf = new HashMap<>();
    private final Map<Integer, Boolean> seesAll = new HashMap<>();

    Arguments(SyntaxTree tree, Language language, Bindings bindings, Mentions mentions) {
        this.tree = tree;
        this.language = language;
        this.bindings = bindings;
        this.mentions = mentions;
    }

    /** The arguments at the parameter's place in all calls; {@link SyntaxTree#NONE} among them where there may be others. */
    List<Integer> of(int parameter) {
        int list = tree.parent(parameter);
        int function = isFunction(list) ? list : tree.parent(list);
        Integer name = bindings.functions().get(function);
        Integer itself = bindings.itself().get(function);
        List<Integer> sites =
                new ArrayList<>(name == null ? written(function, 0) : usesOf.computeIfAbsent(name, this::uses));
        if (itself != null) {
            sites.addAll(usesOf.computeIfAbsent(itself, this::uses));
        }
        List<Integer> given = new ArrayList<>();
        if (name != null && bindings.isExposed(name)
                || sites.size() > MOST_CALLS
                || seesAll.computeIfAbsent(function, this::seesAll)) {
            given.add(SyntaxTree.NONE);
        }
        sites.stream().limit(MOST_CALLS).forEach(site -> given.add(argument(site, place(parameter))));
        return given;
    }

    /**
     * Where a function without a name may be called: where it stands, where a function is called that returns it, or by
     * the name of the parameter that it is given to.
     */
    private List<Integer> written(int function, int depth) {
        int outer = outer(function);
        int taking = taking(outer);
        if (taking != SyntaxTree.NONE) {
            return usesOf.computeIfAbsent(taking, this::uses);
        }
        int returning = bindings.returning(outer);
        Integer name =
                returning == SyntaxTree.NONE ? null : bindings.functions().get(returning);
        if (returning == SyntaxTree.NONE || depth >= DEEPEST) {
            return List.of(outer);
        }
        List<Integer> calls = new ArrayList<>();
        if (name != null && bindings.isExposed(name)) {
            calls.add(outer);
        }
        for (int use : name == null ? written(returning, depth + 1) : usesOf.computeIfAbsent(name, this::uses)) {
            int call = language.callOf(tree, use);
            calls.add(call == SyntaxTree.NONE ? use : call);
        }
        return calls;
    }

    /** The parameter of a function of the file's own that is given the argument; {@link SyntaxTree#NONE} where none is known. */
    private int taking(int argument) {
        int list = tree.parent(argument);
        int call = list == SyntaxTree.NONE ? SyntaxTree.NONE : tree.parent(list);
        Shape shape = call == SyntaxTree.NONE ? null : language.shape(tree.kind(call));
        if (shape == null || shape.form() != Expression.Form.CALL || tree.fieldOf(list) != shape.arguments()) {
            return SyntaxTree.NONE;
        }
        int callee = tree.child(call, shape.function());
        int function = callee != SyntaxTree.NONE && language.isName(tree.kind(callee)) ? only(callee) : SyntaxTree.NONE;
        int place = place(argument);
        return function == SyntaxTree.NONE
                        || argument(callee, place) != argument
                        || seesAll.computeIfAbsent(function, this::seesAll)
                ? SyntaxTree.NONE
                : parameter(function, place);
    }

    /** The one function that the name can stand for. */
    private int only(int use) {
        String name = text(use);
        Scope scope = bindings.scopeOf(use);
        List<Definition> meant = scope.defining(name).definitions(name);
        return meant.size() == 1 && scope.outermost().definitions("=" + name).isEmpty()
                ? bindings.named(meant.get(0).node())
                : SyntaxTree.NONE;
    }

    private int parameter(int function, int place) {
        for (int list = tree.firstChild(function); list != SyntaxTree.NONE; list = tree.nextSibling(list)) {
            boolean called = Integer.valueOf(list).equals(bindings.functions().get(function));
            if (!called && language.isName(tree.kind(list)) && bindings.defines(list)) {
                return place == 0 ? list : SyntaxTree.NONE; // without parentheses it is the only one
            }
            for (int each = tree.firstChild(list); each != SyntaxTree.NONE; each = tree.nextSibling(each)) {
                if (language.isName(tree.kind(each)) && bindings.defines(each) && place(each) == place) {
                    return each;
                }
            }
        }
        return SyntaxTree.NONE;
    }

    /** The function with the parentheses around it. */
    private int outer(int function) {
        int outer = function;
        for (int above = tree.parent(outer); above != SyntaxTree.NONE; above = tree.parent(above)) {
            Shape shape = language.shape(tree.kind(above));
            if (shape == null || shape.form() != Expression.Form.SAME || shape.value() != 0) {
                return outer;
            }
            outer = above;
        }
        return outer;
    }

    private boolean isFunction(int node) {
        return language.scope(tree.kind(node)) != null;
    }

    /** Whether it has all its arguments in a list, through which it may set its parameters. */
    private boolean seesAll(Integer function) {
        String list = language.implicit(tree.kind(function));
        for (int node = function; list != null && node < tree.end(function); node++) {
            if (language.isName(tree.kind(node)) && text(node).equals(list)) {
                return true;
            }
        }
        return false;
    }

    private int place(int parameter) {
        int list = tree.parent(parameter);
        int place = 0;
        for (int child = tree.firstChild(list);
                !isFunction(list) && child != parameter;
                child = tree.nextSibling(child)) {
            place += isItem(child) ? 1 : 0;
        }
        return place;
    }

    private boolean isItem(int node) {
        return tree.named(node) && !tree.kinds().comment(tree.kind(node));
    }

    /** The references that mean the function of this name. */
    private List<Integer> uses(Integer name) {
        String text = text(name);
        return mentions.of(text).stream()
                .filter(use -> !bindings.defines(use) && means(use, text, name))
                .limit(MOST_CALLS + 1) // one too many tells that there are more
                .toList();
    }

    private boolean means(int use, String text, int name) {
        return bindings.scopeOf(use).defining(text).definitions(text).stream()
                .anyMatch(definition -> definition.node() == name);
    }

    private int argument(int use, int place) {
        int call = language.callOf(tree, use);
        if (call == SyntaxTree.NONE) {
            return SyntaxTree.NONE; // it is handed on
        }
        int list = tree.child(call, language.shape(tree.kind(call)).arguments());
        int at = 0;
        int child = list == SyntaxTree.NONE ? SyntaxTree.NONE : tree.firstChild(list);
        for (; child != SyntaxTree.NONE; child = tree.nextSibling(child)) {
            if (isItem(child)) {
                boolean one = language.shape(tree.kind(child)) != null || language.isName(tree.kind(child));
                if (at == place || !one) {
                    return one ? child : SyntaxTree.NONE; // what is no expression may be several arguments
                }
                at++;
            }
        }
        return SyntaxTree.NONE;
    }

    private String text(int node) {
        return language.spelling().identifier(tree.text(node));
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the scopes of a tree, and what its definitions and imports bind in them. */
final class Bindings {
    private final SyntaxTree tree;
    private final Language language;
    private final Scope[] scopes;
    private final BitSet definingNames = new BitSet();
    /** Names of which a loop tells what they stand for. */
    private final BitSet items = new BitSet();

    private final BitSet importedModules = new BitSet();
    private final BitSet foreign = new BitSet();
    private final List<Mention> imports = new ArrayList<>();
    private final List<Mention> members = new ArrayList<>();
    private final List<Definition> inOrder = new ArrayList<>();
    private final ModulePaths paths;
    private final Destructuring destructuring;
    private final Meanings meanings;
    private final Map<Integer, Integer> functions = new HashMap<>();
    private final Map<Integer, Integer> itself = new HashMap<>();
    private final BitSet exposed = new BitSet();
    private final Map<Integer, Integer> named = new HashMap<>();
    private final Map<Integer, Integer> returns = new HashMap<>();
    private final Map<Integer, List<Integer>> returned = new HashMap<>();

    /** A module or a member of one that the source names at a node. */
    record Mention(int node, String path) {}

    Bindings(SyntaxTree tree, Language language, ModulePaths paths) {
        this.tree = tree;
        this.language = language;
        this.paths = paths;
        this.destructuring = new Destructuring(tree, language);
        this.meanings = new Meanings(tree);
        this.scopes = new Scope[tree.size()];
        enclose();
        for (int node = 0; node < tree.size(); node++) {
            language.queries().bindings().match(tree, node, this::bind);
        }
    }

    private void enclose() {
        Scope[] opens = new Scope[tree.size()];
        for (int node = 0; node < tree.size(); node++) {
            int parent = tree.parent(node);
            Scope around = parent == SyntaxTree.NONE ? null : opens[parent] != null ? opens[parent] : scopes[parent];
            LanguageFile.ScopeKind kind = language.scope(tree.kind(node));
            if (parent == SyntaxTree.NONE) {
                opens[node] = new Scope(node, kind == null ? LanguageFile.ScopeKind.LEXICAL : kind, null);
                scopes[node] = opens[node];
                continue;
            }
            scopes[node] = around;
            if (kind != null) {
                opens[node] = new Scope(node, kind, around);
                String implicit = language.implicit(tree.kind(node));
                if (implicit != null) {
                    Definition.Meaning itself = new Definition.Meaning.Imported(implicit);
                    opens[node].define(implicit, new Definition(node, itself, ""));
                }
            }
        }
    }

    Scope scopeOf(int node) {
        return scopes[node];
    }

    /** Whether the node is the name in a definition, not a reference. */
    boolean defines(int node) {
        return definingNames.get(node);
    }

    List<Mention> imports() {
        return imports;
    }

    List<Mention> members() {
        return members;
    }

    List<Definition> inOrder() {
        return inOrder;
    }

    /** The functions that are called by a name of the file's own, with the node that gives it. */
    Map<Integer, Integer> functions() {
        return functions;
    }

    /** The functions that have a name of their own for nobody but themselves, with the node that gives it. */
    Map<Integer, Integer> itself() {
        return itself;
    }

    /** The function that a node of the file gives its name; {@link SyntaxTree#NONE} where it names something else. */
    int named(int node) {
        return named.getOrDefault(node, SyntaxTree.NONE);
    }

    /** The expressions whose values calls of the function give. */
    List<Integer> returned(int function) {
        return returned.getOrDefault(function, List.of());
    }

    /** The function whose calls give what the expression stands for; {@link SyntaxTree#NONE} where it is of no such use. */
    int returning(int expression) {
        return returns.getOrDefault(expression, SyntaxTree.NONE);
    }

    /** Whether others know what the node names. */
    boolean isExposed(int node) {
        return exposed.get(node);
    }

    private void bind(LanguageFile.Binding binding, Captures captures) {
        if (binding.word() != null && !text(captures.get("word")).equals(binding.word())) {
            return;
        }
        if (captures.has("global")) {
            scopes[captures.get("global")].markGlobal(text(captures.get("global")));
            definingNames.set(captures.get("global"));
        } else if (captures.has("delete")) {
            scopes[captures.get("delete")].delete(text(captures.get("delete")));
        } else if (captures.has("called")) {
            functions.put(captures.get("function"), captures.get("called"));
            named.put(captures.get("called"), captures.get("function"));
        } else if (captures.has("returned")) {
            int function = scopes[captures.get("returned")].function().node();
            returns.put(captures.get("returned"), function);
            returned.computeIfAbsent(function, key -> new ArrayList<>()).add(captures.get("returned"));
        } else if (captures.has("itself")) {
            itself.put(captures.get("function"), captures.get("itself"));
            define("name", new Definition(captures.get("itself"), new Definition.Meaning.Own(), binding.space()));
        } else if (captures.has("exposed")) {
            exposed.set(captures.get("exposed"));
        } else if (captures.has("foreign")) {
            foreign.set(captures.get("foreign"));
        } else if (captures.has("declared")) {
            int declared = captures.get("declared");
            definingNames.set(declared, !foreign.get(declared));
        } else if (captures.has("announced")) {
            int announced = captures.get("announced");
            definingNames.set(announced, !scopes[announced].isRun() && !foreign.get(announced));
        } else if (captures.has("import")) {
            bindImport(binding, captures);
        } else if (captures.has("module")) {
            bindMember(binding, captures);
        } else {
            define(binding, captures, meanings.of(binding, captures));
        }
    }

    private void bindImport(LanguageFile.Binding binding, Captures captures) {
        int node = captures.get("import");
        String path = paths.path(node);
        mention(node, path);
        if (hasName(captures)) {
            define(binding, captures, new Definition.Meaning.Imported(path));
            return;
        }
        if (binding.local() == null) {
            return; // the import binds nothing: it runs the module, or another pattern says what it binds
        }
        boolean first = binding.local() == LanguageFile.Local.FIRST;
        String local = first ? path.substring(0, end(path, '.')) : path.substring(lastSegment(path));
        add(
                scopes[node],
                local,
                new Definition(node, new Definition.Meaning.Imported(first ? local : path), binding.space()));
    }

    private static int end(String path, char separator) {
        int at = path.indexOf(separator);
        return at < 0 ? path.length() : at;
    }

    private static int lastSegment(String path) {
        return Math.max(path.lastIndexOf('/'), path.lastIndexOf('.')) + 1;
    }

    private void bindMember(LanguageFile.Binding binding, Captures captures) {
        int node = captures.get("module");
        String module = paths.path(node);
        mention(node, module);
        if (captures.has("all")) {
            scopes[captures.get("all")].open(module);
            return;
        }
        int member = captures.get("member");
        String local = paths.constant(member);
        String path = language.spelling().canonical(module + "." + local);
        members.add(new Mention(member, path));
        definingNames.set(member);
        if (hasName(captures)) {
            define(binding, captures, new Definition.Meaning.Imported(path));
        } else {
            add(scopes[member], local, new Definition(member, new Definition.Meaning.Imported(path), binding.space()));
        }
    }

    /** One import statement of many members names its module once. */
    private void mention(int node, String module) {
        if (!importedModules.get(node)) {
            importedModules.set(node);
            imports.add(new Mention(node, module));
        }
    }

    private static boolean hasName(Captures captures) {
        return captures.has("name") || captures.has("outer") || captures.has("hoisted");
    }

    private void define(LanguageFile.Binding binding, Captures captures, Definition.Meaning meaning) {
        captures.forEach((capture, node) -> {
            Definition definition = new Definition(node, meaning, binding.space());
            switch (capture) {
                case "name", "outer", "hoisted", "assigned" -> define(capture, definition);
                case "names", "parameter" ->
                    destructuring.read(
                            node, meaning, (name, part) -> define("name", new Definition(name, part, binding.space())));
                case "names_hoisted" ->
                    destructuring.read(
                            node,
                            meaning,
                            (name, part) -> define("hoisted", new Definition(name, part, binding.space())));
                case "names_assigned" ->
                    destructuring.read(
                            node,
                            meaning,
                            (name, part) -> define("assigned", new Definition(name, part, binding.space())));
                case "partly" ->
                    add(
                            scopes[node],
                            text(node),
                            new Definition(node, new Definition.Meaning.Partly(meaning), binding.space()));
                case "maybe" ->
                    add(
                            scopes[node],
                            text(node),
                            new Definition(node, new Definition.Meaning.Maybe(), binding.space()));
                default -> {}
            }
        });
    }

    private void define(String capture, Definition definition) {
        int node = definition.node();
        switch (capture) {
            case "outer" -> add(scopes[node].parent(), text(node), definition);
            case "hoisted" -> add(scopes[node].function(), text(node), definition);
            case "assigned" -> add(scopes[node].outermost(), "=" + text(node), definition);
            default -> add(scopes[node], text(node), definition);
        }
    }

    private void add(Scope nearest, String name, Definition definition) {
        if (foreign.get(definition.node())) {
            return;
        }
        if (definition.meaning() instanceof Definition.Meaning.EachOf) {
            items.set(definition.node());
        } else if (items.get(definition.node())) {
            return; // a parameter of a block, of which the loop around it tells more
        }
        Scope scope = nearest.isGlobal(name) ? nearest.outermost() : nearest;
        scope.define(name, definition);
        inOrder.add(definition);
        definingNames.set(definition.node());
    }

    private String text(int node) {
        return language.spelling().identifier(tree.text(node));
    }
}

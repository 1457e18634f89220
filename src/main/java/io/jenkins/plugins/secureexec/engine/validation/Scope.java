package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A part of the tree with names of its own. */
final class Scope {
    private final int node;
    private final LanguageFile.ScopeKind kind;
    private final Scope parent;
    private final Map<String, List<Definition>> definitions = new HashMap<>();
    /** Filled once all definitions are known. */
    private final Map<String, List<Definition>> inSpace = new HashMap<>();

    private final Set<String> globals = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final List<String> opened = new ArrayList<>();
    private boolean assigns;
    /** Names whose meaning is being found or has been found. */
    final Set<String> busy = new HashSet<>();

    final Map<String, List<Value>> known = new HashMap<>();
    /** What names are as members of the opened modules. */
    final Map<String, List<Value>> members = new HashMap<>();

    /** The outermost scope has no parent: null. */
    Scope(int node, LanguageFile.ScopeKind kind, Scope parent) {
        this.node = node;
        this.kind = kind;
        this.parent = parent;
    }

    int node() {
        return node;
    }

    LanguageFile.ScopeKind kind() {
        return kind;
    }

    boolean isOutermost() {
        return parent == null;
    }

    Scope parent() {
        return parent == null ? this : parent;
    }

    /** The scope that a hoisted name belongs to. */
    Scope function() {
        Scope scope = this;
        while (scope.kind == LanguageFile.ScopeKind.BLOCK && scope.parent != null) {
            scope = scope.parent;
        }
        return scope;
    }

    Scope outermost() {
        Scope scope = this;
        while (scope.parent != null) {
            scope = scope.parent;
        }
        return scope;
    }

    /** Whether it is a block of C or Java, or in one. */
    boolean isRun() {
        Scope scope = this;
        while (scope.kind != LanguageFile.ScopeKind.DECLARED && scope.parent != null) {
            scope = scope.parent;
        }
        return scope.kind == LanguageFile.ScopeKind.DECLARED;
    }

    void define(String name, Definition definition) {
        assigns |= name.startsWith("=");
        definitions.computeIfAbsent(name, key -> new ArrayList<>()).add(definition);
    }

    void open(String module) {
        opened.add(module);
    }

    void markGlobal(String name) {
        globals.add(name);
    }

    void delete(String name) {
        deleted.add(name);
    }

    /** Whether there are definitions of names with an equals sign before them: assignments without a declaration. */
    boolean assigns() {
        return assigns;
    }

    boolean isGlobal(String name) {
        return globals.contains(name);
    }

    boolean isDeleted(String name) {
        return deleted.contains(name);
    }

    List<String> opened() {
        return opened;
    }

    /** The nearest scope around, perhaps this one, that defines the name; the outermost where none does. */
    Scope defining(String name) {
        Scope scope = this;
        while (scope.definitions(name).isEmpty() && scope.parent != null) {
            scope = scope.parent;
        }
        return scope;
    }

    List<Definition> definitions(String name) {
        return definitions.getOrDefault(name, List.of());
    }

    List<Definition> definitions(String name, String space) {
        List<Definition> inAll = definitions(name);
        return inAll.isEmpty() || space.isEmpty()
                ? inAll
                : inSpace.computeIfAbsent(
                        name + " " + space,
                        key -> inAll.stream()
                                .filter(definition -> definition.isIn(space))
                                .toList());
    }
}

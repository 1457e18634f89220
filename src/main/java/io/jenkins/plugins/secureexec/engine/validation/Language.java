package io.jenkins.plugins.secureexec.engine.validation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A language's data, checked against its grammar and turned into numbers. Immutable; shared by all threads. */
final class Language implements AutoCloseable {
    private final String name;
    private final LanguageFile file;
    private final Grammar grammar;
    private final Shape[] shapes;
    private final boolean[] names;
    private final Places notReferences;
    private final LanguageFile.ScopeKind[] scopes;
    private final boolean[] straight;
    private final Map<Integer, Integer> patterns = new HashMap<>();
    private final Map<Integer, Destructuring.Step> steps = new HashMap<>();
    private final Map<Integer, Integer> importPrefixes = new HashMap<>();
    private final boolean[] tokens;
    private final Spelling spelling;
    private final Places spaces;
    private final Shell shell;
    private final Gaps gaps;
    private final Reserved reserved;
    private final Subjects subjects;
    private final TextType textType;
    private final LanguageQueries queries;
    private final Set<Integer> assignedFields = new HashSet<>();
    private final Map<Integer, Integer> bodies = new HashMap<>();
    private final Map<Integer, String> implicit = new HashMap<>();

    Language(String name, LanguageFile file, Grammar grammar) {
        this.name = name;
        this.file = file;
        this.grammar = grammar;
        Kinds kinds = grammar.kinds();
        shapes = new Shape[kinds.count()];
        names = new boolean[kinds.count()];
        scopes = new LanguageFile.ScopeKind[kinds.count()];
        straight = new boolean[kinds.count()];
        tokens = new boolean[kinds.count()];
        notReferences = new Places(kinds);
        spaces = new Places(kinds);
        queries = new LanguageQueries(file, kinds);
        spelling = new Spelling(file);
        shell = file.commands() == null ? null : new Shell(file, kinds);
        gaps = new Gaps(file.gaps());
        reserved = new Reserved(file);
        subjects = new Subjects(file.rules());
        textType = new TextType(file.textType());
        file.expressions().forEach((kind, expression) -> shapes[kinds.kind(kind)] = Shape.of(expression, kinds));
        file.names().kinds().forEach(kind -> names[kinds.kind(kind)] = true);
        file.names().notIn().forEach(place -> notReferences.put(place, "label"));
        file.names().spaces().forEach(spaces::put);
        file.names().bodies().forEach((kind, field) -> bodies.put(kinds.kind(kind), kinds.field(field)));
        file.names().implicit().forEach((kind, word) -> implicit.put(kinds.kind(kind), word));
        List.of("right", "value").forEach(field -> kinds.optionalField(field).ifPresent(assignedFields::add));
        file.scopes().forEach((kind, scope) -> scopes[kinds.kind(kind)] = scope);
        file.tokens().forEach(kind -> tokens[kinds.kind(kind)] = true);
        file.straight().forEach(kind -> straight[kinds.kind(kind)] = true);
        file.patterns().forEach((kind, field) -> patterns.put(kinds.kind(kind), optionalField(field)));
        file.parts()
                .forEach((kind, part) -> steps.put(
                        kinds.kind(kind),
                        new Destructuring.Step(
                                part.step(), optionalField(part.key()), optionalField(part.otherwise()))));
        file.importPrefixes().forEach((kind, field) -> importPrefixes.put(kinds.kind(kind), kinds.field(field)));
    }

    private int optionalField(@CheckForNull String field) {
        return field == null || field.isEmpty() ? 0 : grammar.kinds().field(field);
    }

    String name() {
        return name;
    }

    /** How its names are written. */
    Spelling spelling() {
        return spelling;
    }

    Grammar grammar() {
        return grammar;
    }

    List<Rule> rules() {
        return file.rules();
    }

    List<String> translations() {
        return file.translations();
    }

    Gaps gaps() {
        return gaps;
    }

    /** The names that its rules are about. */
    Reserved reserved() {
        return reserved;
    }

    /** What its rules are about, before all else. */
    Subjects subjects() {
        return subjects;
    }

    /** Whether the grammar can take the text, as far as can be said before it tries. */
    boolean bounds(String text) {
        return file.bounds().stream().allMatch(bound -> bound.holdsFor(text));
    }

    boolean preprocessed() {
        return file.preprocessed();
    }

    /** Where its strings may hold code; null where they do not. */
    @CheckForNull
    LanguageFile.Examples examples() {
        return file.examples();
    }

    LanguageQueries queries() {
        return queries;
    }

    /** Whether the method gives a block the items of the list that it is called on. */
    boolean givesItems(String method) {
        return file.lists() != null && file.lists().gives().contains(method);
    }

    /** Null where the language is no shell. */
    @CheckForNull
    Shell shell() {
        return shell;
    }

    Shape shape(int kind) {
        return shapes[kind];
    }

    /** What paths through the file's own modules begin with. */
    List<String> ownPaths() {
        return file.names().ownPaths();
    }

    boolean isName(int kind) {
        return names[kind];
    }

    /** Whether a name at this place refers to something, rather than labels it. */
    boolean isReference(SyntaxTree tree, int node) {
        int parent = tree.parent(node);
        return parent == SyntaxTree.NONE || notReferences.of(tree.kind(parent), tree.fieldOf(node)) == null;
    }

    /** The call of which the node is the function; {@link SyntaxTree#NONE} where it is not called. */
    int callOf(SyntaxTree tree, int node) {
        int call = tree.parent(node);
        Shape shape = call == SyntaxTree.NONE ? null : shape(tree.kind(call));
        boolean called =
                shape != null && shape.form() == Expression.Form.CALL && tree.fieldOf(node) == shape.function();
        return called ? call : SyntaxTree.NONE;
    }

    /** The name space that a name at this place refers to; empty for any. */
    String space(SyntaxTree tree, int node) {
        int parent = tree.parent(node);
        int above = parent == SyntaxTree.NONE ? tree.kind(node) : tree.kind(parent);
        String byPlace = spaces.of(above, tree.fieldOf(node));
        String space = byPlace == null ? spaces.of(tree.kind(node)) : byPlace;
        return space == null ? "" : space;
    }

    /** Null where the kind is no scope. */
    LanguageFile.ScopeKind scope(int kind) {
        return scopes[kind];
    }

    /** Whether the nodes under such a node are tokens only. */
    boolean holdsTokens(int kind) {
        return tokens[kind];
    }

    boolean isStraight(int kind) {
        return straight[kind];
    }

    /** Whether the field holds what an assignment evaluates before it binds. */
    boolean isAssigned(int field) {
        return assignedFields.contains(field);
    }

    /** The field of a scope in which its names hold; 0 where they hold everywhere in it. */
    int bodyOf(int kind) {
        return bodies.getOrDefault(kind, 0);
    }

    /** The name that holds in such a scope without a definition; null where there is none. */
    @CheckForNull
    String implicit(int kind) {
        return implicit.get(kind);
    }

    Map<Integer, Integer> patterns() {
        return patterns;
    }

    /** What the children of such a pattern are of the whole; null where they are all of it. */
    @CheckForNull
    Destructuring.Step step(int kind) {
        return steps.get(kind);
    }

    Map<Integer, Integer> importPrefixes() {
        return importPrefixes;
    }

    /** What the language means by a name that nobody has defined. */
    Value global(String name, boolean doubtful) {
        String constant = file.constants().get(name);
        return constant == null ? new Value.Symbol(spelling.canonical(name), doubtful) : new Value.Text(constant);
    }

    /** Which values are texts. */
    TextType textType() {
        return textType;
    }

    Operation intrinsic(String symbol) {
        return file.intrinsics().get(symbol);
    }

    Operation textMethod(String method) {
        return file.textMethods().get(method);
    }

    Operation operator(String operator) {
        return file.operators().get(operator);
    }

    @Override
    public void close() {
        grammar.close();
    }
}

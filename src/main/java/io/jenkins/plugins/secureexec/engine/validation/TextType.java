package io.jenkins.plugins.secureexec.engine.validation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells the texts among values by their types.
 *
 * @param name of the type, as a call of it gives it; null where the language has none
 */
record TextType(@CheckForNull String name) {
    private static final Pattern INSTANCE = Pattern.compile("\\?\\(\\)|([\\w$]+\\.)*\\p{Lu}[\\w$]*(\\(\\))+");

    /** Whether the value is a text, known or not. */
    boolean isText(Value value) {
        return value instanceof Value.Text
                || value instanceof Value.Symbol symbol && symbol.path().equals(name);
    }

    /**
     * Whether the values of an expression may be a text: one is, or none has a type that is known. Of a variable that
     * is declared without a type all must have one, since another variable of its name may be declared with it.
     */
    boolean mayBe(List<Value> values) {
        if (values.stream()
                .anyMatch(value -> isText(value)
                        || name != null
                                && value instanceof Value.Symbol symbol
                                && symbol.path().startsWith(name))) {
            return true;
        }
        List<Value> told = values.stream().filter(value -> !isInferred(value)).toList();
        boolean inferred = told.size() < values.size();
        return told.stream().noneMatch(TextType::hasType)
                || inferred && !told.stream().allMatch(value -> hasType(value) || isUndefined(value));
    }

    /** What a name would mean outside the part of the scope in which its definition holds: a member of an import. */
    private static boolean isUndefined(Value value) {
        return value instanceof Value.Symbol symbol
                && symbol.path().indexOf('?') < 0
                && symbol.path().indexOf('(') < 0;
    }

    private static boolean isInferred(Value value) {
        return value instanceof Value.Symbol symbol && symbol.path().endsWith("var()");
    }

    /**
     * Whether the value is made by a constructor, declared with a type or returned by a method of the author's that is:
     * types begin with a capital letter. A type of the author's may be a parameter, which as a result is anything.
     */
    private static boolean hasType(Value value) {
        return value instanceof Value.Symbol symbol
                && INSTANCE.matcher(symbol.path()).matches();
    }
}

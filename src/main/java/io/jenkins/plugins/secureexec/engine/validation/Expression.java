package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What a kind of node means to the resolver. Each form reads the fields that it names; those absent are the grammar's
 * usual ones.
 *
 * @param form which meaning
 * @param object the field of the object of a member, index or invocation
 * @param name the field of a member's or invoked method's name
 * @param key the field of an index
 * @param function the field of a called function, an instantiated type, the type of a cast
 * @param arguments the field of the arguments
 * @param left the left operand's field
 * @param right the right operand's field
 * @param value the field that a SAME follows; absent for the first named child
 * @param content kinds of the parts of a text that stand for themselves
 * @param escapes kinds of its parts that are escapes
 * @param interpolations kinds of its parts that hold an expression
 * @param raw letters before the quote that switch escapes off
 * @param quotes whether the text is the node's own text between its first and last character
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Expression(
        Form form,
        String object,
        String name,
        String key,
        String function,
        String arguments,
        String left,
        String right,
        String value,
        List<String> content,
        List<String> escapes,
        List<String> interpolations,
        String raw,
        boolean quotes) {

    enum Form {
        /** {@code object.name}; without an object, the global of that name */
        MEMBER,
        /** {@code object[key]} */
        INDEX,
        /** {@code function(arguments)}, {@code new function(arguments)} */
        CALL,
        /** {@code object.name(arguments)} as one node; without an object, {@code name(arguments)} */
        INVOKE,
        /** {@code (type) value}: an instance of the type in {@code function}, and as its value */
        CAST,
        /** {@code a::b}, {@code a.B} without fields: the member that the last named child names of the first */
        PATH,
        /** {@code function!(tokens)}: the function's symbol with an exclamation mark */
        MACRO,
        /** {@code this}, the object that a call without one is made on: its members are names of the scopes around, too */
        SELF,
        /** as its child */
        SAME,
        /** a string */
        TEXT,
        /** strings side by side */
        JOIN,
        /** {@code left operator right} */
        BINARY,
        /** any of its named children, or {@code left} or {@code right} where these are given */
        EITHER,
        /** a list of constants */
        SEQUENCE,
        /** an object whose members are written out, each by {@code key} and {@code value} or by its name alone */
        PAIRS,
        /** an integer */
        NUMBER,
        /** something whose symbol {@code name} spells out */
        INSTANCE,
        /** the node's own text as a name, such as a keyword that is called */
        WORD,
        /** a command line: the constant text of {@code function} is the name */
        COMMAND
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;

/**
 * One place that gives a name a meaning.
 *
 * @param node the place
 * @param meaning what the name stands for
 * @param space in which of the language's name spaces; empty for all
 */
record Definition(int node, Meaning meaning, String space) {

    /** Whether it is in one of the name spaces, written with blanks between them. */
    boolean isIn(String wanted) {
        return space.isEmpty() || wanted.isEmpty() || List.of(wanted.split(" ")).contains(space);
    }

    boolean isPartial() {
        return meaning instanceof Meaning.Partly;
    }

    sealed interface Meaning {
        /** Something of the author's own, or that only the run could tell. */
        record Own() implements Meaning {}

        /** Perhaps something of the author's own, or else an announcement of the library's: it shadows nothing. */
        record Maybe() implements Meaning {}

        /** What an expression stands for. */
        record Of(int value) implements Meaning {}

        /** A member of what an expression stands for; the key is a name or an expression. */
        record MemberOf(int value, int key) implements Meaning {}

        /** An instance of a type. */
        record InstanceOf(int type) implements Meaning {}

        /** A meaning in a part of the scope, such as where a pattern matched; else the name means what it would without. */
        record Partly(Meaning meaning) implements Meaning {}

        /** A module or a member of one. */
        record Imported(String path) implements Meaning {}
    }
}

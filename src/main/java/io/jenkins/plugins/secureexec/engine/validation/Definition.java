package io.jenkins.plugins.secureexec.engine.validation;

/** One place that gives a name a meaning. */
record Definition(int node, Meaning meaning) {

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

        /** A module or a member of one. */
        record Imported(String path) implements Meaning {}
    }
}

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
        return space.isEmpty()
                || wanted.isEmpty()
                || space.equals(wanted)
                || List.of(wanted.split(" ")).contains(space);
    }

    boolean isPartial() {
        return meaning instanceof Meaning.Partly;
    }

    sealed interface Meaning {
        /** The expression that it builds on; {@link SyntaxTree#NONE} where there is none. */
        default int value() {
            return SyntaxTree.NONE;
        }

        /** Something of the author's own, or that only the run could tell. */
        record Own() implements Meaning {}

        /** Perhaps something of the author's own, or else an announcement of the library's: it shadows nothing. */
        record Maybe() implements Meaning {}

        /** What an expression stands for. */
        record Of(int value) implements Meaning {}

        /** A member of what an expression stands for; the key is a name or an expression. */
        record MemberOf(int value, int key) implements Meaning {}

        /** A member of what is taken apart; the key is a name or an expression. */
        record PartOf(Meaning whole, int key) implements Meaning {
            @Override
            public int value() {
                return whole.value();
            }
        }

        /** An item of a list, or any of them where the index is {@link #ANY}. */
        record ItemOf(Meaning whole, int index) implements Meaning {
            static final int ANY = -1;

            @Override
            public int value() {
                return whole.value();
            }
        }

        /**
         * An item of a list that is written out, if nothing changes it.
         *
         * @param by the name of the method that gives it to a block; {@link SyntaxTree#NONE} where there is none
         * @param place of the name where several names take the item apart, or {@link #WHOLE}
         */
        record EachOf(int list, int by, int place) implements Meaning {
            static final int WHOLE = -1;

            @Override
            public int value() {
                return list;
            }
        }

        /** The items of a list from one on. */
        record RestOf(Meaning whole, int from) implements Meaning {
            @Override
            public int value() {
                return whole.value();
            }
        }

        /** Either of two: what is taken apart, or what stands in for it. */
        record OneOf(Meaning first, Meaning second) implements Meaning {
            @Override
            public int value() {
                return first.value() == SyntaxTree.NONE ? second.value() : first.value();
            }
        }

        /** What the calls of a function of the file's own give a parameter. */
        record Parameter(int node) implements Meaning {}

        /** An instance of a type. */
        record InstanceOf(int type) implements Meaning {}

        /** A meaning in a part of the scope, such as where a pattern matched; else the name means what it would without. */
        record Partly(Meaning meaning) implements Meaning {}

        /** A module or a member of one. */
        record Imported(String path) implements Meaning {}
    }
}

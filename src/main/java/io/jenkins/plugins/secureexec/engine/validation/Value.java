package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.Map;

/** What an expression is known to stand for. An expression has a list of these: its alternatives. */
sealed interface Value {

    List<Value> UNKNOWN = List.of(new Unknown());

    /** Something that only the run could tell. */
    record Unknown() implements Value {}

    record Text(String text) implements Value {}

    record Number(long number) implements Value {}

    record Sequence(List<Value> items) implements Value {}

    /** An object that is written out, with what is known of its members. */
    record Pairs(int node, Map<String, List<Value>> members) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pairs pairs && pairs.node == node;
        }

        @Override
        public int hashCode() {
            return node;
        }
    }

    /**
     * A thing of the language or its libraries.
     *
     * @param path its qualified name; {@code ?} is an unknown root, {@code ()} a result, {@code [?]} an unknown member
     * @param weak whether the author's own definition of the name might stand there instead
     */
    record Symbol(String path, boolean weak) implements Value {

        private static final int LONGEST = 200;

        Symbol member(String name) {
            return grown("." + name);
        }

        Symbol result() {
            return grown("()");
        }

        Symbol marked(String mark) {
            return grown(mark);
        }

        /** Endless chains would cost the square of their length; only their ends matter to rules. */
        private Symbol grown(String suffix) {
            String whole = path + suffix;
            if (whole.length() <= LONGEST) {
                return new Symbol(whole, weak);
            }
            String tail = whole.substring(whole.length() - LONGEST / 2);
            return new Symbol("?" + tail.substring(Math.max(0, tail.indexOf('.'))), weak);
        }
    }

    static List<Value> symbol(String path) {
        return List.of(new Symbol(path, false));
    }

    static List<Value> text(String text) {
        return List.of(new Text(text));
    }
}

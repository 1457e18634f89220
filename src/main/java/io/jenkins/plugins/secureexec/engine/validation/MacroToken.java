package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Set;

/** One token of an expansion, which knows the macros that it came from: they are not expanded in it again. */
record MacroToken(String text, CTokens.Kind kind, Set<String> hidden) {
    /** As it is written in the source. */
    static MacroToken of(CTokens tokens, int token) {
        return new MacroToken(tokens.text(token), tokens.kind(token), Set.of());
    }

    boolean is(String wanted) {
        return text.equals(wanted);
    }
}

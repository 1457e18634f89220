package io.jenkins.plugins.secureexec.engine;

import java.util.Locale;

/** How much of what the validator finds refuses a snippet. */
public enum ValidationMode {
    /** Every finding refuses it, and so does code that does not parse. */
    STRICT,
    /** High and critical findings refuse it; the others are reported. */
    LENIENT,
    /** Nothing is validated. */
    OFF;

    /** The word for it in parameters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

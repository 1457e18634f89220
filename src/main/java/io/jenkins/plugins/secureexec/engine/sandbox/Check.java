package io.jenkins.plugins.secureexec.engine.sandbox;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * Something that a sandbox needs, looked at on this machine.
 *
 * @param name what it is
 * @param works whether it is there
 * @param detail what was found, in a few words
 * @param remedy what to install or change where it does not work, else null
 */
public record Check(
        String name,
        boolean works,
        String detail,
        @CheckForNull String remedy) {
    /** One that is well. */
    public static Check passed(String name, String detail) {
        return new Check(name, true, detail, null);
    }

    /** One that is not, and what helps. */
    public static Check failed(String name, String detail, String remedy) {
        return new Check(name, false, detail, remedy);
    }
}

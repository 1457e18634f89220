package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What becomes of a text, with where each character comes from, and what is added behind all of it. */
final class PreprocessedText {
    private final String text;
    private final StringBuilder result = new StringBuilder();
    private final StringBuilder others = new StringBuilder();
    private final List<Integer> otherOrigins = new ArrayList<>();
    private int[] origins;

    PreprocessedText(String text) {
        this.text = text;
        this.origins = new int[text.length() + 64];
    }

    /** Takes over a part of the text as it is. */
    void copy(int from, int to) {
        for (int i = from; i < to; i++) {
            put(text.charAt(i), i);
        }
    }

    void write(String written, int origin) {
        for (int i = 0; i < written.length(); i++) {
            put(written.charAt(i), origin);
        }
    }

    /** Adds what has no place where it comes from. */
    void add(String other, int origin) {
        others.append(other);
        while (otherOrigins.size() < others.length()) {
            otherOrigins.add(origin);
        }
    }

    /** Whether anything was added. */
    boolean hasMore() {
        return others.length() > 0;
    }

    Translation.Translated done(boolean complete) {
        if (hasMore()) {
            // The grammar takes the line after an #endif that it does not expect for a part of that.
            write("\n; ", text.length());
        }
        for (int i = 0; i < others.length(); i++) {
            put(others.charAt(i), otherOrigins.get(i));
        }
        origins[result.length()] = text.length();
        return new Translation.Translated(result.toString(), Arrays.copyOf(origins, result.length() + 1), complete);
    }

    private void put(char c, int origin) {
        if (result.length() + 1 >= origins.length) {
            origins = Arrays.copyOf(origins, origins.length * 2);
        }
        origins[result.length()] = origin;
        result.append(c);
    }
}

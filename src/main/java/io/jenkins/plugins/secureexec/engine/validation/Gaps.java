package io.jenkins.plugins.secureexec.engine.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Constructs that a language has and its grammar does not: regular expressions with what is read in their place, which
 * is never longer and is filled up with blanks, so that all places stay. Used only on text that did not parse, and kept
 * only where it then parses whole, so a gap can neither change what was read well nor excuse what is wrong.
 */
final class Gaps {
    /** In the order of the file: one gap may mend what another would. */
    private final Map<Pattern, String> gaps = new LinkedHashMap<>();

    Gaps(Map<String, String> gaps) {
        gaps.forEach((gap, shorter) -> this.gaps.put(Pattern.compile(gap, Pattern.MULTILINE), shorter));
    }

    String mend(String text) {
        String mended = text;
        for (Map.Entry<Pattern, String> gap : gaps.entrySet()) {
            mended = gap.getKey()
                    .matcher(mended)
                    .replaceAll(found -> Matcher.quoteReplacement(inPlace(gap.getValue(), found.group())));
        }
        return mended;
    }

    private static String inPlace(String shorter, String found) {
        boolean ascii = found.chars().allMatch(c -> c < 128);
        boolean fits = ascii && found.indexOf('\n') < 0 && shorter.length() <= found.length();
        return fits ? shorter + " ".repeat(found.length() - shorter.length()) : found;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A snippet as the parser gets it, and the way back from there to the author's lines and columns. */
final class SourceText {
    private final String original;
    private final Translation.Translated translated;
    private final byte[] bytes;
    private int[] charAtByte;
    private int[] lines;

    /** A place in the author's text, one-based, columns in characters. */
    record Position(int line, int column) {}

    /** Bytes that are no UTF-8 become U+FFFD: they are ordinary in old comments, and elsewhere do not parse. */
    SourceText(byte[] code, List<String> translations) {
        String text = new String(code, StandardCharsets.UTF_8);
        original = text.startsWith("\uFEFF") ? text.substring(1) : text;
        translated = Translation.all(translations, original);
        bytes = translated.text().getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return bytes;
    }

    /** What the parser gets, as text. */
    String text() {
        return translated.text();
    }

    /** Whether all of the snippet is in what the parser gets. */
    boolean complete() {
        return translated.complete();
    }

    int indexOfNul() {
        return original.indexOf('\0');
    }

    Position atByte(int offset) {
        return atChar(translated.origin(charAt(Math.min(offset, bytes.length))));
    }

    private int charAt(int offset) {
        if (translated.text().length() == bytes.length) {
            return offset; // ASCII, as most snippets are
        }
        if (charAtByte == null) {
            charAtByte = charOffsets();
        }
        return charAtByte[offset];
    }

    Position atChar(int index) {
        if (lines == null) {
            lines = lines();
        }
        int found = Arrays.binarySearch(lines, index);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, original.codePointCount(lines[line], index) + 1);
    }

    /** Where each line begins. */
    private int[] lines() {
        int[] begins = new int[64];
        int count = 1; // the first line begins with the text
        for (int i = 0; i < original.length(); i++) {
            if (endsLine(i)) {
                begins = count < begins.length ? begins : Arrays.copyOf(begins, count * 2);
                begins[count++] = i + 1;
            }
        }
        return Arrays.copyOf(begins, count);
    }

    private boolean endsLine(int i) {
        char c = original.charAt(i);
        return c == '\n' || (c == '\r' && (i + 1 >= original.length() || original.charAt(i + 1) != '\n'));
    }

    private int[] charOffsets() {
        String text = translated.text();
        int[] offsets = new int[bytes.length + 1];
        int at = 0;
        for (int i = 0; i < text.length(); ) {
            int length = encodedLength(text, i);
            for (int end = at + length; at < end; at++) {
                offsets[at] = i;
            }
            i += Character.charCount(text.codePointAt(i));
        }
        offsets[bytes.length] = text.length();
        return offsets;
    }

    private static int encodedLength(String text, int i) {
        int c = text.codePointAt(i);
        if (Character.isSurrogate(text.charAt(i)) && c < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            return 1; // a lone surrogate is written as '?'
        }
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
}

package io.jenkins.plugins.secureexec.engine;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes text that is safe to show of whatever a program printed: UTF-8 with replacement, without terminal sequences
 * (ECMA-48), Jenkins console notes and control characters other than line feed and tab. Keeps its state between calls,
 * so that a sequence may be split anywhere.
 */
public final class TextCleaner {
    private static final char ESCAPE = '\u001b';
    private static final String NOTE_PREFIX = "ha:";

    private enum State {
        TEXT,
        ESCAPE,
        /** Between ESC [ and its final byte. */
        CONTROL_SEQUENCE,
        /** An operating system command or the like, up to BEL, ESC \ or the end of the line. */
        CONTROL_STRING,
        /** After ESC [ 8 m, with which hudson.console.ConsoleNote begins. */
        MAYBE_NOTE,
        /** In the serialized object of a console note, up to the next escape or the end of the line. */
        NOTE
    }

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder parameters = new StringBuilder();
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private State state = State.TEXT;
    private int notePosition;
    private boolean afterCarriageReturn;

    /** The clean text of a whole output. */
    public static String clean(byte[] bytes) {
        TextCleaner cleaner = new TextCleaner();
        return cleaner.next(bytes) + cleaner.end();
    }

    /** The clean text of the next bytes, as far as they can be told yet. */
    public String next(byte[] bytes) {
        return decode(bytes, false);
    }

    /** What was held back for lack of what follows. */
    public String end() {
        String text = decode(new byte[0], true);
        if (state == State.MAYBE_NOTE) {
            text += NOTE_PREFIX.substring(0, notePosition);
        }
        state = State.TEXT;
        return text;
    }

    private String decode(byte[] bytes, boolean end) {
        ByteBuffer in = ByteBuffer.allocate(rest.remaining() + bytes.length)
                .put(rest)
                .put(bytes)
                .flip();
        CharBuffer chars = CharBuffer.allocate(in.remaining() + 2);
        CoderResult result = decoder.decode(in, chars, end);
        if (end && result.isUnderflow()) {
            decoder.flush(chars);
            decoder.reset();
        }
        rest = in;
        StringBuilder out = new StringBuilder(chars.position());
        chars.flip();
        while (chars.hasRemaining()) {
            accept(chars.get(), out);
        }
        return out.toString();
    }

    private void accept(char c, StringBuilder out) {
        switch (state) {
            case TEXT -> text(c, out);
            case ESCAPE -> afterEscape(c, out);
            case CONTROL_SEQUENCE -> inControlSequence(c, out);
            case CONTROL_STRING -> {
                if (c == '\u0007' || c == '\u009c') {
                    state = State.TEXT;
                } else if (endsSequence(c)) {
                    leave(c, out);
                }
            }
            case MAYBE_NOTE -> {
                if (c == NOTE_PREFIX.charAt(notePosition)) {
                    if (++notePosition == NOTE_PREFIX.length()) {
                        state = State.NOTE;
                    }
                } else {
                    out.append(NOTE_PREFIX, 0, notePosition);
                    leave(c, out);
                }
            }
            case NOTE -> {
                if (endsSequence(c)) {
                    leave(c, out);
                }
            }
        }
    }

    private void text(char c, StringBuilder out) {
        boolean secondOfPair = afterCarriageReturn && c == '\n';
        afterCarriageReturn = c == '\r';
        if (secondOfPair) {
            return;
        }
        switch (c) {
            case ESCAPE -> state = State.ESCAPE;
            case '\u009b' -> controlSequence();
            case '\u0090', '\u0098', '\u009d', '\u009e', '\u009f' -> state = State.CONTROL_STRING;
            case '\r' -> out.append('\n');
            case '\n', '\t' -> out.append(c);
            default -> {
                if (!Character.isISOControl(c)) {
                    out.append(c);
                }
            }
        }
    }

    private void afterEscape(char c, StringBuilder out) {
        switch (c) {
            case '[' -> controlSequence();
            case 'P', 'X', ']', '^', '_' -> state = State.CONTROL_STRING;
            default -> {
                // Intermediate bytes go on to a final byte; both belong to the sequence.
                if (c < 0x20 || c > 0x2f) {
                    state = State.TEXT;
                    if (c < 0x20 || c > 0x7e) {
                        text(c, out);
                    }
                }
            }
        }
    }

    private void controlSequence() {
        state = State.CONTROL_SEQUENCE;
        parameters.setLength(0);
    }

    private void inControlSequence(char c, StringBuilder out) {
        if (c >= 0x40 && c <= 0x7e) {
            boolean concealed = c == 'm' && parameters.toString().equals("8");
            state = concealed ? State.MAYBE_NOTE : State.TEXT;
            notePosition = 0;
        } else if (c >= 0x20 && c <= 0x3f) {
            // Only a two-character prefix is ever compared; a longer list of parameters need not be kept.
            if (parameters.length() < 2) {
                parameters.append(c);
            }
        } else {
            leave(c, out);
        }
    }

    private static boolean endsSequence(char c) {
        return c == ESCAPE || c == '\n' || c == '\r';
    }

    private void leave(char c, StringBuilder out) {
        state = State.TEXT;
        text(c, out);
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Assembles a seccomp filter in classic BPF, seccomp(2). Every test is a block of its own that falls through to the
 * next, so that jumps stay short and the order is that of the list.
 */
final class SeccompProgram {
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER = 0x25;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int NO_SUCH_CALL = 38;

    /** Offsets in struct seccomp_data; both architectures are little-endian, so an argument's low half comes first. */
    private static final int NUMBER = 0;

    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    SeccompProgram(SeccompPolicy.Architecture architecture) {
        emit(LOAD_WORD, 0, 0, ARCHITECTURE);
        emit(JUMP_EQUAL, 1, 0, (int) architecture.audit());
        emit(RETURN, 0, 0, KILL_PROCESS);
        emit(LOAD_WORD, 0, 0, NUMBER);
        emit(JUMP_GREATER, 0, 1, architecture.highest());
        emit(RETURN, 0, 0, ERRNO | NO_SUCH_CALL);
    }

    void add(SeccompPolicy.Call call, int number) {
        int answer = ERRNO | call.errno();
        if (call.argument() == null) {
            emit(JUMP_EQUAL, 0, 1, number);
            emit(RETURN, 0, 0, answer);
            return;
        }
        int argument = ARGUMENTS + 8 * call.argument();
        if (call.notIn() != null) {
            List<Long> allowed = call.notIn();
            int size = allowed.size();
            // Past the load, the comparisons, the answer and the reload.
            emit(JUMP_EQUAL, 0, size + 3, number);
            emit(LOAD_WORD, 0, 0, argument);
            for (int i = 0; i < size; i++) {
                emit(JUMP_EQUAL, size - i, 0, allowed.get(i).intValue());
            }
            emit(RETURN, 0, 0, answer);
        } else {
            emit(JUMP_EQUAL, 0, 4, number);
            emit(LOAD_WORD, 0, 0, argument);
            if (call.anyBits() != null) {
                emit(JUMP_ANY_BIT, 0, 1, call.anyBits().intValue());
            } else {
                emit(JUMP_EQUAL, 0, 1, call.equals().intValue());
            }
            emit(RETURN, 0, 0, answer);
        }
        emit(LOAD_WORD, 0, 0, NUMBER);
    }

    byte[] end() {
        emit(RETURN, 0, 0, ALLOW);
        return code.toByteArray();
    }

    private void emit(int operation, int ifTrue, int ifFalse, int operand) {
        code.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putShort((short) operation)
                .put((byte) ifTrue)
                .put((byte) ifFalse)
                .putInt(operand)
                .array());
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter answers, found out by running it as the kernel does; of the other architecture, too. */
class SeccompPolicyTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int NOTHING_DONE = 0x00050000;
    private static final int KILL = 0x80000000;
    private static final long X86_64 = 0xC000003EL;
    private static final long AARCH64 = 0xC00000B7L;

    private static final SeccompPolicy POLICY = SeccompPolicy.read();

    static Stream<Arguments> calls() {
        return Stream.of(
                // x86-64: read, write, execve, ptrace, mount, unshare
                Arguments.of("amd64", X86_64, false, 0, 0L, 0L, ALLOW),
                Arguments.of("amd64", X86_64, false, 59, 0L, 0L, ALLOW),
                Arguments.of("amd64", X86_64, false, 101, 0L, 0L, EPERM),
                Arguments.of("amd64", X86_64, false, 165, 0L, 0L, EPERM),
                Arguments.of("amd64", X86_64, false, 272, 0L, 0L, EPERM),
                // clone: a thread, a process, a user namespace; clone3
                Arguments.of("amd64", X86_64, false, 56, 0x3d0f00L, 0L, ALLOW),
                Arguments.of("amd64", X86_64, false, 56, 17L, 0L, ALLOW),
                Arguments.of("amd64", X86_64, false, 56, 0x10000011L, 0L, EPERM),
                Arguments.of("amd64", X86_64, false, 435, 0L, 0L, ENOSYS),
                // socket: AF_UNIX, AF_INET, AF_NETLINK, AF_PACKET, without and with the network
                Arguments.of("amd64", X86_64, false, 41, 1L, 1L, ALLOW),
                Arguments.of("amd64", X86_64, false, 41, 2L, 1L, EPERM),
                Arguments.of("amd64", X86_64, false, 41, 16L, 3L, EPERM),
                Arguments.of("amd64", X86_64, true, 41, 1L, 1L, EPERM),
                Arguments.of("amd64", X86_64, true, 41, 2L, 1L, ALLOW),
                Arguments.of("amd64", X86_64, true, 41, 10L, 1L, ALLOW),
                Arguments.of("amd64", X86_64, true, 41, 17L, 3L, EPERM),
                Arguments.of("amd64", X86_64, true, 53, 1L, 1L, ALLOW),
                // ioctl: TCGETS, TIOCSTI, TIOCSTI with high bits that the kernel ignores, TIOCLINUX
                Arguments.of("amd64", X86_64, false, 16, 0L, 0x5401L, ALLOW),
                Arguments.of("amd64", X86_64, false, 16, 0L, 0x5412L, EPERM),
                Arguments.of("amd64", X86_64, false, 16, 0L, 0x100005412L, EPERM),
                Arguments.of("amd64", X86_64, false, 16, 0L, 0x541CL, EPERM),
                // rt_sigaction: SIGTERM, SIGXFSZ
                Arguments.of("amd64", X86_64, false, 13, 15L, 0L, ALLOW),
                Arguments.of("amd64", X86_64, false, 13, 25L, 0L, NOTHING_DONE),
                // personality: asking, the default, no address randomization
                Arguments.of("amd64", X86_64, false, 135, 0xFFFFFFFFL, 0L, ALLOW),
                Arguments.of("amd64", X86_64, false, 135, 0L, 0L, ALLOW),
                Arguments.of("amd64", X86_64, false, 135, 0x40000L, 0L, EPERM),
                // a call that was not known when the list was checked, and x32's numbers
                Arguments.of("amd64", X86_64, false, 500, 0L, 0L, ENOSYS),
                Arguments.of("amd64", X86_64, false, 0x40000000, 0L, 0L, ENOSYS),
                // i386 on x86-64
                Arguments.of("amd64", 0x40000003L, false, 4, 0L, 0L, KILL),
                // aarch64: write, ptrace, clone with a user namespace, unshare, SIGXFSZ, socket
                Arguments.of("aarch64", AARCH64, false, 64, 0L, 0L, ALLOW),
                Arguments.of("aarch64", AARCH64, false, 117, 0L, 0L, EPERM),
                Arguments.of("aarch64", AARCH64, false, 220, 0x10000011L, 0L, EPERM),
                Arguments.of("aarch64", AARCH64, false, 97, 0L, 0L, EPERM),
                Arguments.of("aarch64", AARCH64, false, 134, 25L, 0L, NOTHING_DONE),
                Arguments.of("aarch64", AARCH64, false, 198, 2L, 1L, EPERM),
                Arguments.of("aarch64", X86_64, false, 64, 0L, 0L, KILL));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_system_call_gets_the_answer_of_the_list(
            String architecture, long audit, boolean network, int number, long first, long second, int answer)
            throws SandboxException {
        assertThat(run(POLICY.compile(architecture, network), audit, number, first, second))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void every_unconditional_entry_is_in_force(String architecture) throws SandboxException {
        byte[] program = POLICY.compile(architecture, false);
        String name = architecture.equals("amd64") ? "x86_64" : architecture;
        long audit = architecture.equals("amd64") ? X86_64 : AARCH64;
        assertThat(POLICY.calls())
                .filteredOn(call -> call.number(name) != null && call.argument() == null)
                .hasSizeGreaterThan(40)
                .allSatisfy(call -> {
                    assertThat(run(program, audit, call.number(name), 0, 0)).isEqualTo(0x00050000 | call.errno());
                    assertThat(call.reason()).isNotBlank();
                });
    }

    @Test
    void an_architecture_that_is_not_in_the_list_is_named() {
        assertThatThrownBy(() -> POLICY.compile("s390x", false))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("s390x");
    }

    /** Classic BPF over struct seccomp_data, as far as the filters use it. */
    private static int run(byte[] program, long audit, int number, long first, long second) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number).putInt(4, (int) audit).putLong(16, first).putLong(24, second);
        ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
        int accumulator = 0;
        for (int pc = 0; ; pc++) {
            int operation = code.getShort(pc * 8);
            int ifTrue = code.get(pc * 8 + 2) & 0xff;
            int ifFalse = code.get(pc * 8 + 3) & 0xff;
            int operand = code.getInt(pc * 8 + 4);
            switch (operation) {
                case 0x20 -> accumulator = data.getInt(operand);
                case 0x15 -> pc += accumulator == operand ? ifTrue : ifFalse;
                case 0x25 -> pc += Integer.compareUnsigned(accumulator, operand) > 0 ? ifTrue : ifFalse;
                case 0x45 -> pc += (accumulator & operand) != 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return operand;
                }
                default -> throw new AssertionError("operation " + operation + " at " + pc);
            }
        }
    }
}

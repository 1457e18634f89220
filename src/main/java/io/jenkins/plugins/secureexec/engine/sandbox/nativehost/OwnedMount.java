package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shows the superuser's workspace to the unprivileged user of the sandbox as that user's own: an id-mapped mount,
 * mount_setattr(2), since Linux 5.12. What is made there belongs to the superuser outside, and no file changes hands.
 */
final class OwnedMount {
    private static final int CLONE_FS_AND_MOUNTS = 0x200 | 0x20000;
    private static final long SLAVE_RECURSIVE = (1L << 19) | 0x4000;
    private static final int OPEN_TREE = 428;
    private static final int MOVE_MOUNT = 429;
    private static final int MOUNT_SETATTR = 442;
    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int OPEN_TREE_CLONE_CLOEXEC = 1 | 0x80000;
    private static final int MOVE_MOUNT_FROM_EMPTY_PATH = 4;
    private static final long MOUNT_ATTR_IDMAP = 0x00100000;
    private static final int O_CLOEXEC = 0x80000;

    private interface LibC extends Library {
        int unshare(int flags) throws LastErrorException;

        int mount(String source, String target, String type, NativeLong flags, Pointer data) throws LastErrorException;

        int open(String path, int flags) throws LastErrorException;

        int close(int fd) throws LastErrorException;

        int syscall(int number, Object... arguments) throws LastErrorException;
    }

    private OwnedMount() {}

    /**
     * Gives the calling thread, and the processes that it starts from now on, a mount namespace in which
     * {@code workspace} is mounted at {@code place}. The thread must end with the run: there is no way back.
     */
    static void enter(Path workspace, Path place) throws SandboxException, IOException {
        LibC c = Native.load("c", LibC.class);
        try (UserNamespace users = UserNamespace.create()) {
            c.unshare(CLONE_FS_AND_MOUNTS);
            c.mount("none", "/", null, new NativeLong(SLAVE_RECURSIVE), null);
            int namespace = c.open(users.path(), O_CLOEXEC);
            try {
                mount(c, namespace, workspace, place);
            } finally {
                c.close(namespace);
            }
        } catch (LastErrorException e) {
            throw new SandboxException(
                    "fileSystemAccess for an agent that runs as root needs Linux 5.12 or later and a file system that "
                            + "supports id-mapped mounts (ext4, xfs, btrfs); run the agent as an ordinary user, or keep "
                            + "its workspaces on such a file system",
                    e);
        }
    }

    private static void mount(LibC c, int namespace, Path workspace, Path place) {
        int tree = c.syscall(OPEN_TREE, AT_FDCWD, workspace.toString(), OPEN_TREE_CLONE_CLOEXEC);
        try (Memory attributes = new Memory(32)) {
            attributes.clear();
            attributes.setLong(0, MOUNT_ATTR_IDMAP);
            attributes.setLong(24, namespace);
            c.syscall(MOUNT_SETATTR, tree, "", AT_EMPTY_PATH, attributes, new NativeLong(32));
            c.syscall(MOVE_MOUNT, tree, "", AT_FDCWD, place.toString(), MOVE_MOUNT_FROM_EMPTY_PATH);
        } finally {
            c.close(tree);
        }
    }

    /** A user namespace in which the superuser's files are those of the sandbox's user; it lives with its process. */
    private record UserNamespace(Process process) implements AutoCloseable {
        static UserNamespace create() throws IOException {
            ProcessBuilder builder = new ProcessBuilder("unshare", "--user", "sh", "-c", "echo ready; read -r _");
            Script.cleanEnvironment(builder);
            UserNamespace namespace = new UserNamespace(
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
            try {
                namespace.map();
                return namespace;
            } catch (IOException e) {
                namespace.close();
                throw e;
            }
        }

        /** Ends with the process's output closed, and its input open: that is what keeps it waiting. */
        private void map() throws IOException {
            try (BufferedReader told = process.inputReader(StandardCharsets.US_ASCII)) {
                if (!"ready".equals(told.readLine())) {
                    throw new IOException("unshare --user failed");
                }
            }
            Path proc = Path.of("/proc", Long.toString(process.pid()));
            Files.writeString(proc.resolve("uid_map"), "0 " + Bubblewrap.UNPRIVILEGED + " 1");
            Files.writeString(proc.resolve("gid_map"), "0 " + Bubblewrap.UNPRIVILEGED + " 1");
        }

        String path() {
            return "/proc/" + process.pid() + "/ns/user";
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}

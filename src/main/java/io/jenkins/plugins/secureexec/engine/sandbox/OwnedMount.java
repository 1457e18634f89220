package io.jenkins.plugins.secureexec.engine.sandbox;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Shows the superuser's workspace to the unprivileged user of the sandbox as that user's own: an id-mapped mount,
 * mount_setattr(2), since Linux 5.12. What is made there belongs to the superuser outside, and no file changes hands.
 */
public final class OwnedMount implements AutoCloseable {
    private static final String SCRATCH_SIZE = "size=4k,mode=700";
    private static final long NOSUID_NODEV = 2 | 4;
    private static final int DETACH = 2;
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

        int umount2(String target, int flags) throws LastErrorException;

        int mount(String source, String target, String type, NativeLong flags, String data) throws LastErrorException;

        int open(String path, int flags) throws LastErrorException;

        int close(int fd) throws LastErrorException;

        int syscall(int number, Object... arguments) throws LastErrorException;
    }

    private final LibC c;
    private final Path home;

    private OwnedMount(LibC c, Path home) {
        this.c = c;
        this.home = home;
    }

    /**
     * Mounts {@code workspace} where other processes of this machine find it until the mount is closed. Who does not see
     * this process's mounts finds nothing there, and no empty directory.
     */
    public static OwnedMount attach(Path workspace) throws SandboxException, IOException {
        LibC c = Native.load("c", LibC.class);
        Path home = Files.createTempDirectory("secure-exec-workspace-");
        try {
            c.mount("none", home.toString(), "tmpfs", new NativeLong(NOSUID_NODEV), SCRATCH_SIZE);
        } catch (LastErrorException e) {
            Files.delete(home);
            throw refused(e);
        }
        OwnedMount attached = new OwnedMount(c, home);
        try (UserNamespace users = UserNamespace.create()) {
            Files.createDirectory(attached.place());
            mount(c, users, workspace, attached.place());
            return attached;
        } catch (IOException e) {
            attached.close();
            throw e;
        } catch (LastErrorException e) {
            attached.close();
            throw refused(e);
        }
    }

    /** Where the workspace is found. */
    public Path place() {
        return home.resolve("workspace");
    }

    /** Takes the mount away; those who have mounted it elsewhere keep it. */
    @Override
    public void close() throws IOException {
        c.umount2(home.toString(), DETACH);
        Files.delete(home);
    }

    /**
     * Gives the calling thread, and the processes that it starts from now on, a mount namespace in which
     * {@code workspace} is mounted at {@code place}. The thread must end with the run: there is no way back.
     */
    public static void enter(Path workspace, Path place) throws SandboxException, IOException {
        LibC c = Native.load("c", LibC.class);
        try (UserNamespace users = UserNamespace.create()) {
            c.unshare(CLONE_FS_AND_MOUNTS);
            c.mount("none", "/", null, new NativeLong(SLAVE_RECURSIVE), null);
            mount(c, users, workspace, place);
        } catch (LastErrorException e) {
            throw refused(e);
        }
    }

    private static SandboxException refused(LastErrorException e) {
        return new SandboxException(
                "fileSystemAccess for an agent that runs as root needs Linux 5.12 or later, the right to mount, and a file "
                        + "system that supports id-mapped mounts (ext4, xfs, btrfs); run the agent as an ordinary user, or "
                        + "keep its workspaces on such a file system",
                e);
    }

    private static void mount(LibC c, UserNamespace users, Path workspace, Path place) {
        int namespace = c.open(users.path(), O_CLOEXEC);
        try {
            mount(c, namespace, workspace, place);
        } finally {
            c.close(namespace);
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
            // A build's cookie among the agent's variables would end it with the build.
            builder.environment().keySet().retainAll(Set.of("PATH"));
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
            Files.writeString(proc.resolve("uid_map"), "0 " + Sandbox.UNPRIVILEGED + " 1");
            Files.writeString(proc.resolve("gid_map"), "0 " + Sandbox.UNPRIVILEGED + " 1");
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

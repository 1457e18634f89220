package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.sandbox.Sandbox;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The arguments that make bubblewrap build the file tree and the namespaces of one stage: bwrap(1). They reach it
 * through an open file, not the command line, because every user of the host can read command lines and the variables
 * of a snippet may be secret.
 */
final class Bubblewrap {
    static final String SCRATCH = "/tmp";
    static final String WORKSPACE = "/workspace";
    static final List<String> NAMESPACES = List.of("user", "mount", "pid", "ipc", "uts", "cgroup");

    /** File descriptors that launch.sh opens. */
    private static final String FILTER_FD = "4";

    private static final String STATUS_FD = "5";
    private static final String CODE_FD = "6";

    private static final List<String> SYSTEM_DIRECTORIES =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");
    static final List<String> NETWORK_FILES =
            List.of("/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/etc/resolv.conf", "/etc/hosts", "/etc/gai.conf");
    /** What a kernel tells of the host through /proc although namespaces are on; the same files as runc masks. */
    private static final List<String> MASKED = List.of(
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/sched_debug",
            "/proc/cmdline",
            "/proc/interrupts",
            "/proc/kallsyms",
            "/proc/modules",
            "/proc/sysrq-trigger");

    private static final List<String> MASKED_DIRECTORIES = List.of("/proc/acpi", "/proc/scsi", "/proc/asound");

    private final ByteArrayOutputStream arguments = new ByteArrayOutputStream();

    private Bubblewrap() {}

    /** The arguments for a stage, each ended by NUL. */
    static byte[] arguments(Stage stage, Path etc) {
        Bubblewrap bubblewrap = new Bubblewrap();
        bubblewrap.namespaces(stage);
        bubblewrap.fileTree(stage, etc);
        bubblewrap.environment(stage);
        return bubblewrap.arguments.toByteArray();
    }

    private void namespaces(Stage stage) {
        add("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try");
        if (!stage.limits().networkAccess()) {
            add("--unshare-net");
        }
        add("--uid", Sandbox.UNPRIVILEGED, "--gid", Sandbox.UNPRIVILEGED, "--hostname", "secure-exec");
        add("--disable-userns", "--cap-drop", "ALL", "--new-session", "--die-with-parent");
        add("--seccomp", FILTER_FD, "--json-status-fd", STATUS_FD);
    }

    private void fileTree(Stage stage, Path etc) {
        for (String directory : SYSTEM_DIRECTORIES) {
            bindLikeHost(directory);
        }
        add("--ro-bind", etc.toString(), "/etc");
        List<String> fromHost = new java.util.ArrayList<>(SyntheticEtc.FROM_HOST);
        fromHost.addAll(stage.language().hostPaths());
        if (stage.limits().networkAccess()) {
            fromHost.addAll(NETWORK_FILES);
        }
        for (String path : fromHost) {
            if (Files.exists(Path.of(path))) {
                add("--ro-bind", path, path);
            }
        }
        add("--proc", "/proc", "--dev", "/dev");
        for (String file : MASKED) {
            if (Files.exists(Path.of(file))) {
                add("--ro-bind", "/dev/null", file);
            }
        }
        for (String directory : MASKED_DIRECTORIES) {
            if (Files.exists(Path.of(directory))) {
                add("--perms", "0555", "--tmpfs", directory, "--remount-ro", directory);
            }
        }
        String size = Long.toString(stage.limits().memoryBytes());
        add("--perms", "1777", "--size", size, "--tmpfs", "/dev/shm", "--remount-ro", "/dev");
        add("--perms", "0700", "--size", size, "--tmpfs", SCRATCH);
        add("--perms", "0755", "--file", CODE_FD, SCRATCH + "/" + stage.fileName());
        if (stage.limits().fileSystemAccess()) {
            add("--bind", stage.workspace().orElseThrow().toString(), WORKSPACE);
        }
        add("--remount-ro", "/", "--chdir", SCRATCH);
    }

    private void environment(Stage stage) {
        Map<String, String> environment = new TreeMap<>(
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", SCRATCH, "TMPDIR", SCRATCH, "LANG", "C.UTF-8"));
        environment.putAll(stage.language().env());
        environment.putAll(stage.env());
        add("--clearenv");
        environment.forEach((name, value) -> add("--setenv", name, value));
    }

    /** With a merged /usr these are links, which must stay links lest one file appear under two names. */
    private void bindLikeHost(String directory) {
        Path path = Path.of(directory);
        if (Files.isSymbolicLink(path)) {
            try {
                add("--symlink", Files.readSymbolicLink(path).toString(), directory);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        } else if (Files.isDirectory(path)) {
            add("--ro-bind", directory, directory);
        }
    }

    private void add(String... words) {
        for (String word : words) {
            arguments.writeBytes(word.getBytes(StandardCharsets.UTF_8));
            arguments.write(0);
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.Isolation;
import io.jenkins.plugins.secureexec.engine.language.Language;
import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import io.jenkins.plugins.secureexec.engine.sandbox.Check;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.Sandbox;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import io.jenkins.plugins.secureexec.engine.sandbox.Stage;
import io.jenkins.plugins.secureexec.engine.sandbox.StageResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs stages under bubblewrap on this machine. */
public final class NativeSandbox implements Sandbox {
    private static final Logger LOGGER = Logger.getLogger(NativeSandbox.class.getName());

    /** bubblewrap outside the pid namespace and its init inside are members of every group. */
    static final int OWN_TASKS = 2;

    private final Host host;
    private final LanguageCatalog catalog;
    private final boolean requireKernelLimits;
    private final SeccompPolicy seccomp = SeccompPolicy.read();
    private final AtomicLong counter = new AtomicLong();
    private final ExecutorService pipeThreads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "secure-exec pipe");
        thread.setDaemon(true);
        return thread;
    });
    private Session session;

    /**
     * Makes a sandbox; nothing is started before the first stage.
     *
     * @param catalog whose languages' directories it prepares for
     * @param requireKernelLimits whether to refuse to run where there are no control groups
     */
    public NativeSandbox(LanguageCatalog catalog, boolean requireKernelLimits) {
        this(Host.current(), catalog, requireKernelLimits);
    }

    NativeSandbox(Host host, LanguageCatalog catalog, boolean requireKernelLimits) {
        this.host = host;
        this.catalog = catalog;
        this.requireKernelLimits = requireKernelLimits;
    }

    @Override
    public boolean isAvailable() {
        return host.isLinux() && host.program("bwrap").isPresent();
    }

    @Override
    public boolean provides(Language language) {
        return host.isLinux() && missing(language).isEmpty();
    }

    @Override
    public StageResult run(Stage stage, OutputCapture output) throws SandboxException, InterruptedException {
        Path bwrap = host.require("bwrap", "bubblewrap");
        host.require("setsid", "util-linux");
        if (host.root()) {
            host.require("setpriv", "util-linux");
        }
        List<String> missing = missing(stage.language());
        if (!missing.isEmpty()) {
            throw new SandboxException(String.format(
                    "%s needs %s, which is not installed on this agent; install it (apt-get install %s) or use "
                            + "environment docker",
                    stage.language().name(),
                    String.join(" and ", missing),
                    String.join(" ", stage.language().debianPackages())));
        }
        byte[] filter = seccomp.compile(host.osArch(), stage.limits().networkAccess());
        Session current = session();
        String name = "run-" + counter.incrementAndGet();
        try {
            return host.root() && stage.limits().fileSystemAccess()
                    ? new MountThread(stage, current.directory().resolve(name + "-workspace"))
                            .call(own -> run(own, output, bwrap, filter, current, name))
                    : run(stage, output, bwrap, filter, current, name);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The native sandbox failed for execution " + stage.executionId(), e);
            throw new SandboxException("The native sandbox could not be set up: " + Diagnosis.of(e), e);
        }
    }

    private StageResult run(Stage stage, OutputCapture output, Path bwrap, byte[] filter, Session current, String name)
            throws IOException, SandboxException, InterruptedException {
        try (RunDirectory directory = RunDirectory.create(current.directory().resolve(name));
                TaskGroup group = current.groups()
                        .create(
                                name,
                                stage.limits().memoryBytes(),
                                stage.maxTasks() + OWN_TASKS,
                                stage.limits().maxCpuPercent())) {
            directory.write(Bubblewrap.arguments(stage, current.etc()), filter, stage.file());
            Process process = start(stage, directory, group, bwrap);
            return new NativeRun(
                            stage, output, directory, group, process, pipeThreads, isolation(stage, current.groups()))
                    .await();
        }
    }

    @Override
    public List<Check> checks() throws InterruptedException {
        return new NativeChecks(host, this).all();
    }

    /** How limits are held here. */
    String limitsKind() throws SandboxException {
        return session().groups().kind();
    }

    private Process start(Stage stage, RunDirectory directory, TaskGroup group, Path bwrap) throws IOException {
        List<Path> joinFiles = group.joinFiles();
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh", "-c", Script.LAUNCH.text(), "secure-exec-launch", directory.path().toString()));
        command.add(host.root() ? Bubblewrap.UNPRIVILEGED : "");
        command.add(bwrap.toString());
        command.add(Integer.toString(joinFiles.size()));
        joinFiles.forEach(file -> command.add(file.toString()));
        command.addAll(List.of("/bin/sh", "-c", Script.START.text(), "secure-exec-start", stage.setup()));
        command.add(Long.toString((long) stage.limits().maxFileSizeMb() << 11));
        // Without a group the kernel still counts the tasks of the user in the sandbox's namespace (since Linux 5.14):
        // the snippet's, bubblewrap's init, and one too many, by which the breach is seen.
        command.add(joinFiles.isEmpty() ? Integer.toString(stage.maxTasks() + 2) : "");
        command.addAll(stage.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile());
        if (stage.stdin().length == 0) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        Script.cleanEnvironment(builder);
        Process process = builder.start();
        group.started(process.toHandle());
        return process;
    }

    private static Isolation isolation(Stage stage, TaskGroups groups) {
        List<String> namespaces = new ArrayList<>(Bubblewrap.NAMESPACES);
        if (!stage.limits().networkAccess()) {
            namespaces.add("network");
        }
        return new Isolation(namespaces, groups.kind(), "secure-exec", "bubblewrap", groups.notEnforced());
    }

    private List<String> missing(Language language) {
        return language.programs().stream()
                .filter(program -> host.program(program).isEmpty())
                .toList();
    }

    private synchronized Session session() throws SandboxException {
        if (session == null) {
            try {
                session = Session.open(host, catalog);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The native sandbox cannot keep its files", e);
                throw new SandboxException("The native sandbox could not be set up: " + Diagnosis.of(e), e);
            }
        }
        if (requireKernelLimits && session.groups() instanceof SampledGroups) {
            throw new SandboxException("The administrator requires limits that the kernel enforces, and this agent may "
                    + "not create control groups; delegate a control group to the agent (Delegate=yes in its systemd "
                    + "unit), or use environment docker");
        }
        return session;
    }

    @Override
    public synchronized void close() {
        pipeThreads.shutdown();
        if (session != null) {
            session.close();
            session = null;
        }
    }
}

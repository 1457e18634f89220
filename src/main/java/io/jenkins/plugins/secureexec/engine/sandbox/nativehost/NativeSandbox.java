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
        Session current = session();
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
        String name = "stage-" + counter.incrementAndGet();
        try {
            return host.root() && stage.limits().fileSystemAccess()
                    ? new MountThread(stage, current.directory().resolve(name + "-workspace"))
                            .call(own -> run(own, output, filter, current, name, current.launchers()::start))
                    : run(stage, output, filter, current, name, current.launchers()::take);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The native sandbox failed for execution " + stage.executionId(), e);
            throw new SandboxException("The native sandbox could not be set up: " + Diagnosis.of(e), e);
        }
    }

    private StageResult run(
            Stage stage, OutputCapture output, byte[] filter, Session current, String name, LauncherSource launchers)
            throws IOException, SandboxException, InterruptedException {
        try (RunDirectory directory = RunDirectory.create(current.directory().resolve(name));
                Launcher launcher = launchers.get()) {
            TaskGroup group = launcher.group();
            group.limit(
                    stage.limits().memoryBytes(),
                    stage.maxTasks() + OWN_TASKS,
                    stage.limits().maxCpuPercent());
            directory.write(command(stage, group), Bubblewrap.arguments(stage, current.etc()), filter, stage.file());
            return new NativeRun(stage, output, directory, launcher, pipeThreads, isolation(stage, current.groups()))
                    .await();
        }
    }

    private interface LauncherSource {
        Launcher get() throws IOException;
    }

    @Override
    public List<Check> checks() throws InterruptedException {
        return new NativeChecks(host, this).all();
    }

    /** How limits are held here. */
    String limitsKind() throws SandboxException {
        return session().groups().kind();
    }

    private static List<String> command(Stage stage, TaskGroup group) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", Script.START.text(), "secure-exec-start", stage.setup()));
        command.add(Long.toString((long) stage.limits().maxFileSizeMb() << 11));
        // Without a group the kernel still counts the tasks of the user in the sandbox's namespace (since Linux 5.14):
        // the snippet's, bubblewrap's init, and one too many, by which the breach is seen.
        command.add(group.joinFiles().isEmpty() ? Integer.toString(stage.maxTasks() + 2) : "");
        command.addAll(stage.command());
        return command;
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
            Path bwrap = host.require("bwrap", "bubblewrap");
            host.require("setsid", "util-linux");
            if (host.root()) {
                host.require("setpriv", "util-linux");
            }
            try {
                session = Session.open(host, bwrap, catalog);
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

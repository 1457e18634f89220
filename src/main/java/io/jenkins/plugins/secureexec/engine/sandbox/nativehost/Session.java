package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import io.jenkins.plugins.secureexec.engine.language.Language;
import io.jenkins.plugins.secureexec.engine.language.LanguageCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What a native sandbox holds from its first stage to its end, and the watchdog that gives it back if there is no end.
 *
 * @param directory for the files of stages
 * @param etc what the sandboxes see as /etc
 */
record Session(Path directory, Path etc, TaskGroups groups, Launchers launchers, Watchdog watchdog)
        implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Session.class.getName());

    static Session open(Host host, Path bwrap, LanguageCatalog catalog) throws IOException {
        Path parent = host.runtimeParent();
        for (Path orphan : OwnerName.orphansIn(parent)) {
            deleteTree(orphan);
        }
        TaskGroups groups = bestGroups();
        Path directory = parent.resolve(OwnerName.next());
        // User 65534 must pass through to /etc; the files of stages are readable by the agent alone.
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        Watchdog watchdog = new Watchdog(directory, groups.directories());
        Path etc = directory.resolve("etc");
        List<String> mountPoints = new ArrayList<>(SyntheticEtc.FROM_HOST);
        mountPoints.addAll(Bubblewrap.NETWORK_FILES);
        catalog.all().values().stream().map(Language::hostPaths).forEach(mountPoints::addAll);
        SyntheticEtc.write(etc, mountPoints);
        return new Session(directory, etc, groups, new Launchers(host, bwrap, groups), watchdog);
    }

    private static TaskGroups bestGroups() {
        try {
            return CgroupGroups.open(CgroupMounts.read());
        } catch (IOException e) {
            LOGGER.log(Level.INFO, "This agent may not create control groups; limits are held by sampling: {0}", e);
            return new SampledGroups();
        }
    }

    @Override
    public void close() {
        launchers.close();
        try {
            for (Path group : groups.directories()) {
                new CgroupDirectory(group).remove();
            }
            deleteTree(directory);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The native sandbox left something behind; its watchdog tries again", e);
        }
        watchdog.close();
    }

    /** Our own files only: nothing that a snippet wrote is ever below. */
    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            Path[] paths = tree.toArray(Path[]::new);
            for (int i = paths.length - 1; i >= 0; i--) {
                Files.deleteIfExists(paths[i]);
            }
        }
    }
}

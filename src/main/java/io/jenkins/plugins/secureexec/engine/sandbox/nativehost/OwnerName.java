package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names directories after the JVM that owns them, so that a later one can tell what a dead one left behind. The start
 * time tells two processes of the same pid apart, the pid namespace two containers that share a directory.
 */
final class OwnerName {
    private static final Pattern NAME = Pattern.compile("secure-exec-(\\d+)-(\\d+)-(\\d+)-\\d+");
    /** The kernel tells when it booted in whole seconds, and a start time is counted from there. */
    private static final long TOLERANCE_MILLIS = 2000;

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private OwnerName() {}

    /** A name that no other sandbox has, in this JVM or another. */
    static String next() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        return String.format(
                "secure-exec-%s-%d-%d-%d", pidNamespace(), self.pid(), startMillis(self), COUNTER.incrementAndGet());
    }

    /** The directories in {@code parent} whose owner is no more. */
    static List<Path> orphansIn(Path parent) throws IOException {
        List<Path> orphans = new ArrayList<>();
        String ownNamespace = pidNamespace();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, "secure-exec-*")) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()
                        && name.group(1).equals(ownNamespace)
                        && !isAlive(Long.parseLong(name.group(2)), Long.parseLong(name.group(3)))) {
                    orphans.add(entry);
                }
            }
        }
        return orphans;
    }

    private static boolean isAlive(long pid, long startMillis) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && Math.abs(startMillis(process.get()) - startMillis) < TOLERANCE_MILLIS;
    }

    private static String pidNamespace() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("[^0-9]", "");
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}

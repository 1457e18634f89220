package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The files of one control group, of either version. */
record CgroupDirectory(Path path) {
    private static final long REMOVAL_SECONDS = 5;

    static CgroupDirectory create(Path path) throws IOException {
        Files.createDirectory(path);
        return new CgroupDirectory(path);
    }

    Path procs() {
        return path.resolve("cgroup.procs");
    }

    void write(String file, String value) throws IOException {
        Files.writeString(path.resolve(file), value);
    }

    boolean has(String file) {
        return Files.exists(path.resolve(file));
    }

    String read(String file) throws IOException {
        return Files.readString(path.resolve(file), StandardCharsets.US_ASCII).trim();
    }

    long readLong(String file) throws IOException {
        return Long.parseLong(read(file));
    }

    /** A number in a file of "key value" lines; empty where the kernel does not tell it. */
    Optional<Long> readKey(String file, String key) throws IOException {
        for (String line : Files.readAllLines(path.resolve(file), StandardCharsets.US_ASCII)) {
            if (line.startsWith(key) && line.charAt(key.length()) == ' ') {
                return Optional.of(
                        Long.parseLong(line.substring(key.length() + 1).trim()));
            }
        }
        return Optional.empty();
    }

    /** How many processes are in it, their threads not counted. */
    int memberCount() throws IOException {
        return Files.readAllLines(procs(), StandardCharsets.US_ASCII).size();
    }

    /**
     * Kills every member and removes the group and those below it. A killed process leaves its group only when the
     * kernel is done with it, which nothing announces in version 1: hence the short waits.
     */
    void remove() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(REMOVAL_SECONDS);
        long pause = TimeUnit.MICROSECONDS.toNanos(200);
        while (true) {
            try {
                removeChildren();
                Files.deleteIfExists(path);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            killMembers();
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void removeChildren() throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path, Files::isDirectory)) {
            for (Path child : children) {
                new CgroupDirectory(child).remove();
            }
        } catch (NoSuchFileException e) {
            // Someone else, such as the watchdog, was faster.
        }
    }

    private void killMembers() throws IOException {
        try {
            if (has("cgroup.kill")) {
                write("cgroup.kill", "1");
                return;
            }
            for (String pid : Files.readAllLines(procs(), StandardCharsets.US_ASCII)) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (NoSuchFileException e) {
            // Removed meanwhile.
        }
    }
}

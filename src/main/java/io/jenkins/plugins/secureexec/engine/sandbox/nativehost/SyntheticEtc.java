package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The /etc of the sandboxes: a user, a host and nothing of this machine but what programs cannot start without. */
final class SyntheticEtc {
    /** Where links and libraries lead; only names of packages are in them. */
    static final List<String> FROM_HOST = List.of("/etc/alternatives", "/etc/ld.so.cache", "/etc/ld-musl-x86_64.path");

    private static final Map<String, String> FILES = Map.of(
            "passwd", "sandbox:x:65534:65534:sandbox:/tmp:/bin/sh\n",
            "group", "sandbox:x:65534:\n",
            "hosts", "127.0.0.1 localhost secure-exec\n::1 localhost\n",
            "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n",
            "resolv.conf", "");

    private SyntheticEtc() {}

    /** Writes it to {@code directory}, with a place for everything below /etc that is mounted from the host. */
    static void write(Path directory, Collection<String> mountPoints) throws IOException {
        Files.createDirectory(directory);
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        for (String mountPoint : mountPoints) {
            Path source = Path.of(mountPoint);
            if (!source.startsWith("/etc") || !Files.exists(source)) {
                continue;
            }
            Path place = directory.resolve(Path.of("/etc").relativize(source));
            if (Files.isDirectory(source)) {
                Files.createDirectories(place);
            } else if (!Files.exists(place)) {
                Files.createFile(place);
            }
        }
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What an agent has and no snippet may reach: a file with a secret, a TCP port, an abstract socket. */
final class AgentSecrets implements AutoCloseable {
    static final String CONTENT = "canary-content";

    final Path canary;
    final String abstractName = "secure-exec-test-" + ProcessHandle.current().pid();
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Process abstractListener;

    AgentSecrets(Path directory) throws IOException {
        canary = directory.resolve("canary.txt");
        Files.writeString(canary, CONTENT);
        // Java cannot bind an abstract socket.
        abstractListener = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-c",
                        "import socket,sys\ns=socket.socket(socket.AF_UNIX)\ns.bind('\\0'+sys.argv[1])\ns.listen()\n"
                                + "print('listening',flush=True)\nsys.stdin.read()",
                        abstractName)
                .start();
        BufferedReader told =
                new BufferedReader(new InputStreamReader(abstractListener.getInputStream(), StandardCharsets.UTF_8));
        if (!"listening".equals(told.readLine())) {
            throw new IOException("the abstract socket does not listen");
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Whether the file is as it was. */
    boolean untouched() throws IOException {
        return Files.readString(canary).equals(CONTENT);
    }

    @Override
    public void close() throws IOException {
        server.close();
        abstractListener.getOutputStream().close();
        try {
            if (!abstractListener.waitFor(5, TimeUnit.SECONDS)) {
                abstractListener.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

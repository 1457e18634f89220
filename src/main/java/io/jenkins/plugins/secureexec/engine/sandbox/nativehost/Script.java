package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The shell scripts of this room, each in a file of its own. */
enum Script {
    LAUNCH("launch.sh"),
    START("start.sh"),
    WATCHDOG("watchdog.sh");

    /** Where programs are looked for, outside and inside alike. */
    static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    private final String text;

    Script(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " in the jar cannot be read", e);
        }
    }

    String text() {
        return text;
    }

    /** The agent's variables are nobody's business, and a build's cookie among them would end the script with it. */
    static void cleanEnvironment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LANG", "C");
    }
}

package io.jenkins.plugins.secureexec.cli;

import io.jenkins.plugins.secureexec.engine.history.ExecutionLog;
import java.nio.file.Path;

/** Where this user's executions are logged, by the XDG base directory specification. */
final class HistoryFile {
    private HistoryFile() {}

    static ExecutionLog log() {
        String state = System.getenv("XDG_STATE_HOME");
        Path directory = state == null || state.isEmpty() || !Path.of(state).isAbsolute()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return new ExecutionLog(directory.resolve("secure-exec").resolve("executions.jsonl"));
    }
}

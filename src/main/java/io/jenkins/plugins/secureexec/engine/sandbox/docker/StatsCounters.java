package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Asks a daemon on another machine for a container's numbers; refused tasks and kills are not among them. */
final class StatsCounters implements Counters {
    private static final Logger LOGGER = Logger.getLogger(StatsCounters.class.getName());

    private final Daemon daemon;
    private final String containerId;

    StatsCounters(Daemon daemon, String containerId) {
        this.daemon = daemon;
        this.containerId = containerId;
    }

    /** Not by its numbers, for which a daemon may take a second. */
    @Override
    public boolean isThere() throws InterruptedException {
        try {
            return Boolean.TRUE.equals(daemon.call(() -> daemon.client()
                    .inspectContainerCmd(containerId)
                    .exec()
                    .getState()
                    .getRunning()));
        } catch (SandboxException e) {
            LOGGER.log(Level.FINE, "No container " + containerId, e);
            return false;
        }
    }

    @Override
    public long intervalNanos() {
        return TimeUnit.MILLISECONDS.toNanos(100);
    }

    @Override
    public Reading read() throws IOException, InterruptedException {
        // docker-java's own command lacks one-shot, without which the daemon takes two looks a second apart.
        DockerHttpClient.Request request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/containers/" + containerId + "/stats?stream=false&one-shot=true")
                .build();
        try {
            JsonNode stats = daemon.call(() -> {
                try (DockerHttpClient.Response response = daemon.transport().execute(request)) {
                    return EngineMapper.JSON.readTree(response.getBody());
                }
            });
            return reading(stats);
        } catch (SandboxException e) {
            throw new IOException(e);
        }
    }

    private Reading reading(JsonNode stats) throws IOException {
        JsonNode cpu = stats.path("cpu_stats");
        if (!cpu.path("cpu_usage").path("total_usage").isNumber()
                || !stats.path("memory_stats").has("usage")) {
            throw new IOException("The daemon has no numbers of this container");
        }
        return new Reading(
                number(stats.path("memory_stats").path("usage")),
                number(stats.path("memory_stats").path("max_usage")),
                number(cpu.path("cpu_usage").path("total_usage")),
                number(cpu.path("throttling_data").path("throttled_time")),
                number(stats.path("pids_stats").path("current")),
                null,
                null,
                null,
                null);
    }

    @CheckForNull
    private static Long number(JsonNode node) {
        return node.isNumber() ? node.longValue() : null;
    }
}

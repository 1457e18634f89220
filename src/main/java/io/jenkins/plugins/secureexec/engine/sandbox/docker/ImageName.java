package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image by the grammar of github.com/distribution/reference, looked at before a daemon is asked: of some
 * names docker-java makes others, and of some a daemon says no more than that something was wrong.
 *
 * @param text as it was written
 * @param registry the host that it is fetched from; {@link #DOCKER_HUB} where it names none
 * @param latest whether it leaves the version open
 * @param pinned whether it holds a digest
 */
record ImageName(String text, String registry, boolean latest, boolean pinned) {
    /** As the docker program calls its own registry. */
    static final String DOCKER_HUB = "https://index.docker.io/v1/";

    private static final String HOST =
            "(?:[\\w-]+(?:\\.[\\w-]+)+(?::\\d+)?|[\\w-]+:\\d+|\\[[\\da-fA-F:]+\\](?::\\d+)?|localhost)";
    private static final String PART = "[a-z\\d]+(?:(?:\\.|__?|-+)[a-z\\d]+)*";
    private static final Pattern GRAMMAR = Pattern.compile("(?:(?<host>" + HOST + ")/)?" + PART + "(?:/" + PART
            + ")*(?<tag>:\\w[\\w.-]{0,127})?(?<digest>@[a-zA-Z\\d]+(?:[+._-][a-zA-Z\\d]+)*:[\\da-fA-F]{32,})?");

    /** Reads a name. */
    static ImageName of(String text) throws SandboxException {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new SandboxException(
                    "'" + text + "' is no name of an image; correct it to one such as python:3.11-alpine");
        }
        String host = matcher.group("host");
        boolean pinned = matcher.group("digest") != null;
        return new ImageName(
                text,
                host == null || isDockerHub(host) ? DOCKER_HUB : host,
                matcher.group("tag") == null && !pinned,
                pinned);
    }

    /** Whether this is one of the hosts of Docker's own registry. */
    static boolean isDockerHub(String host) {
        return host.equals("docker.io") || host.equals("index.docker.io");
    }

    /** What to pull: without a tag a daemon would pull all of them. */
    String toPull() {
        return latest ? text + ":latest" : text;
    }

    @Override
    public String toString() {
        return text;
    }
}

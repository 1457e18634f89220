package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.util.Locale;
import java.util.stream.Stream;

/** Puts the reason for which a daemon did not pull an image into words that name the way out. */
final class PullRefusal {
    private PullRefusal() {}

    /**
     * Of what the daemon said.
     *
     * @param withCredentials whether the registry was shown any
     */
    static SandboxException of(
            ImageName image, boolean withCredentials, @CheckForNull String reason, @CheckForNull Throwable cause) {
        String words = String.valueOf(reason).toLowerCase(Locale.ROOT);
        Throwable kept = cause == null ? new IllegalStateException("The Docker daemon said: " + reason) : cause;
        return new SandboxException(
                "The image " + image + " cannot be pulled: " + sentence(image, withCredentials, words), kept);
    }

    private static String sentence(ImageName image, boolean withCredentials, String words) {
        if (has(words, "no space left")) {
            return "the disk of the Docker daemon is full; make room on it (docker system prune)";
        }
        // A registry that hides what it has says that access is denied to what does not exist.
        if (has(words, "no basic auth", "unauthorized", "authentication required", "denied", "incorrect username")) {
            return withCredentials
                    ? "its registry does not take the credentials that it was shown, or has no such image; correct them, "
                            + "or the name"
                    : "its registry wants credentials, or has no such image; log the agent's user in (docker login), give "
                            + "the build the registry's credentials, or correct the name";
        }
        if (has(words, "not found", "manifest unknown", "does not exist", "no such image")) {
            return image.pinned()
                    ? "its registry has no image with this digest; correct the name, or pin another"
                    : "its registry has no such image; correct the name";
        }
        if (has(words, "toomanyrequests", "too many requests", "rate limit")) {
            return "its registry takes no more requests for now; pull with credentials, or later";
        }
        if (has(words, "timeout", "deadline", "no such host", "refused", "unreachable", "lookup", "reset", "eof")) {
            return "the Docker daemon does not reach its registry; check the network, or load the image there";
        }
        if (has(words, "x509", "certificate", "http response to https")) {
            return "the Docker daemon does not trust its registry; give the daemon the registry's certificate";
        }
        return "the log of the agent has the details";
    }

    private static boolean has(String words, String... signs) {
        return Stream.of(signs).anyMatch(words::contains);
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what a daemon said, or that it said nothing, into words that name the way out and no path of the host. */
final class DaemonFault {
    private static final Pattern RUNTIME = Pattern.compile(
            "(?i)unknown or invalid runtime name: (\\S+?)[\"\\\\}\\s]|unknown runtime specified (\\S+?)[\"\\\\}\\s]|invalid runtime name:? \"?([\\w.-]+)");

    private DaemonFault() {}

    /** Of what a call to the daemon threw. */
    static SandboxException of(Throwable cause, String address) {
        return new SandboxException(sentence(cause, address), cause);
    }

    private static String sentence(Throwable cause, String address) {
        String text = texts(cause).toLowerCase(Locale.ROOT);
        if (text.contains("permission denied") && isTransport(cause)) {
            return "This agent may not use the Docker daemon at " + address
                    + "; add the agent's user to the group docker, or use environment native";
        }
        if (text.contains("ssl")
                || text.contains("certificat")
                || text.contains("tls")
                || text.contains("https server")) {
            return "The Docker daemon at " + address
                    + " and this agent do not trust each other; check the certificates "
                    + "in DOCKER_CERT_PATH, or docker.cert_path of the configuration";
        }
        if (text.contains("no space left on device")) {
            return "The disk of the Docker daemon is full; make room on it (docker system prune)";
        }
        Matcher runtime = RUNTIME.matcher(texts(cause) + " ");
        if (runtime.find()) {
            String name = runtime.group(1) != null
                    ? runtime.group(1)
                    : runtime.group(2) != null ? runtime.group(2) : runtime.group(3);
            return "The Docker daemon does not know the runtime '" + name
                    + "'; install it there and name it in the daemon's configuration (runtimes), or use another";
        }
        if (text.contains("could not select device driver") || text.contains("nvidia")) {
            return "The Docker daemon has no GPU to give; install the driver and its container toolkit there, or ask for "
                    + "no GPU";
        }
        if (text.contains("minimum memory limit")) {
            return "maxMemoryMb is too low for a container; ask for 6 MB or more";
        }
        if (text.contains("bind source path does not exist")) {
            return "The Docker daemon does not see the workspace; with a daemon on another machine a snippet cannot have "
                    + "fileSystemAccess";
        }
        if (text.contains("no such container") || text.contains("is not running")) {
            return "The container was removed from outside while it was in use; run the snippet again";
        }
        if (text.contains("no such image")) {
            return "The Docker daemon does not have the image; pull it there, or let it be pulled (docker.pull: if-absent)";
        }
        if (text.contains("executable file not found") || text.contains("\"/bin/sh\"")) {
            return "The image has no /bin/sh, which the sandbox needs; use an image that has one";
        }
        if (text.contains("switching protocols")) {
            return "The Docker daemon did not hand out the container's streams; its log and the agent's have the details";
        }
        if (isTransport(cause)) {
            return "No Docker daemon answers at " + address
                    + "; start it, or name another (DOCKER_HOST, or docker.host of "
                    + "the configuration), or use environment native";
        }
        if (text.contains("oci runtime") || text.contains("failed to create shim") || text.contains("runc")) {
            return "The Docker daemon could not start a container; its log and the agent's have the details";
        }
        return "The Docker daemon refused to run the container; the log of the agent has the details";
    }

    /** Whether the daemon was not reached, as opposed to having answered with an error. */
    static boolean isUnreachable(Throwable cause) {
        return isTransport(cause);
    }

    /** Whether there was a connection, and it broke. */
    static boolean isLostConnection(Throwable cause) {
        String text = texts(cause).toLowerCase(Locale.ROOT);
        return isTransport(cause)
                && !text.contains("no such file")
                && !text.contains("refused")
                && !text.contains("permission denied")
                && !text.contains("timed out");
    }

    static boolean isNoImage(SandboxException e) {
        return e.getCause() instanceof NotFoundException
                && texts(e.getCause()).toLowerCase(Locale.ROOT).contains("image");
    }

    /** Whether it is too late to signal a container; Podman calls that an error of its own. */
    static boolean isEndedAlready(DockerException e) {
        return e instanceof ConflictException
                || e instanceof NotFoundException
                || String.valueOf(e.getMessage()).contains("container state improper");
    }

    private static boolean isTransport(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof DockerException) {
                return false;
            }
            if (t instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static String texts(Throwable cause) {
        StringBuilder texts = new StringBuilder();
        for (Throwable t = cause; t != null; t = t.getCause()) {
            texts.append(t.getClass().getSimpleName())
                    .append(' ')
                    .append(t.getMessage())
                    .append('\n');
        }
        return texts.toString();
    }
}

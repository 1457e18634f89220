package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Sees to it that a daemon has an image, by fetching it at most once at a time. */
final class Images {
    private final Daemon daemon;
    private final PullPolicy policy;
    private final Map<String, ReentrantLock> pulls = new ConcurrentHashMap<>();

    Images(Daemon daemon, PullPolicy policy) {
        this.daemon = daemon;
        this.policy = policy;
    }

    /** Before an execution: fetches where the administrator wants the newest. */
    void refresh(String image, OutputCapture output) throws SandboxException, InterruptedException {
        if (policy == PullPolicy.ALWAYS) {
            locked(image, output, () -> pull(image, output));
        }
    }

    /** After the daemon said that it has not got the image: fetches it, unless someone else just did. */
    void fetch(String image, OutputCapture output) throws SandboxException, InterruptedException {
        if (policy == PullPolicy.NEVER) {
            throw new SandboxException("The Docker daemon does not have the image " + image
                    + ", and images are not pulled here (docker.pull: never); pull it there, or name another image");
        }
        locked(image, output, () -> {
            if (!isPresent(image)) {
                pull(image, output);
            }
        });
    }

    boolean isPresent(String image) throws SandboxException, InterruptedException {
        return daemon.call(() -> {
            try {
                daemon.client().inspectImageCmd(image).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    private interface Work {
        void run() throws SandboxException, InterruptedException;
    }

    private void locked(String image, OutputCapture output, Work work) throws SandboxException, InterruptedException {
        ReentrantLock lock = pulls.computeIfAbsent(image, name -> new ReentrantLock());
        if (!lock.tryLock()) {
            output.progress("Waiting for the image " + image + ", which is being pulled");
            lock.lockInterruptibly();
        }
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private void pull(String image, OutputCapture output) throws SandboxException, InterruptedException {
        output.progress("Pulling the image " + image);
        PullProgress progress = new PullProgress(image, output);
        Pull pull = new Pull(progress);
        // Without a tag the daemon would pull all of them. Credentials are those of the docker program.
        daemon.client().pullImageCmd(isTagged(image) ? image : image + ":latest").exec(pull);
        pull.await(daemon);
        if (progress.error() != null) {
            throw refusal(image, progress.error(), null);
        }
        if (pull.failure != null) {
            if (DaemonFault.isUnreachable(pull.failure)) {
                throw daemon.fault(pull.failure);
            }
            throw refusal(image, String.valueOf(pull.failure.getMessage()), pull.failure);
        }
        output.progress("Pulled the image " + image);
    }

    private static boolean isTagged(String image) {
        return image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/');
    }

    private static SandboxException refusal(String image, String reason, Throwable cause) {
        String words = reason.toLowerCase(java.util.Locale.ROOT);
        String sentence;
        if (words.contains("no basic auth") || words.contains("unauthorized") || words.contains("authentication required")
                || words.contains("access denied") || words.contains("denied")) {
            sentence = "its registry wants credentials, or others, or there is no such image; log the agent's user in "
                    + "(docker login), or correct the name";
        } else if (words.contains("not found") || words.contains("manifest unknown") || words.contains("does not exist")) {
            sentence = "its registry has no such image; correct the name";
        } else if (words.contains("invalid reference")) {
            sentence = "that is no name of an image; correct it";
        } else if (words.contains("no space left")) {
            sentence = "the disk of the Docker daemon is full; make room on it (docker system prune)";
        } else if (words.contains("timeout") || words.contains("no such host") || words.contains("refused")
                || words.contains("unreachable") || words.contains("lookup")) {
            sentence = "the Docker daemon does not reach its registry; check the network, or load the image there";
        } else {
            sentence = "the log of the agent has the details";
        }
        return new SandboxException("The image " + image + " cannot be pulled: " + sentence, cause);
    }

    /** A pull lasts as long as something arrives. */
    private static final class Pull implements ResultCallback<PullResponseItem> {
        private final PullProgress progress;
        private final java.util.concurrent.CountDownLatch ended = new java.util.concurrent.CountDownLatch(1);
        private volatile long lastNews = System.nanoTime();
        private volatile Throwable failure;
        private volatile Closeable connection;

        Pull(PullProgress progress) {
            this.progress = progress;
        }

        void await(Daemon daemon) throws SandboxException, InterruptedException {
            try {
                while (!ended.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    if (System.nanoTime() - lastNews > 2 * daemon.timeoutNanos()) {
                        throw new SandboxException(
                                "The pull of the image stands still; check the Docker daemon and the registry");
                    }
                }
            } finally {
                close();
            }
        }

        @Override
        public void onStart(Closeable closeable) {
            connection = closeable;
        }

        @Override
        public void onNext(PullResponseItem item) {
            lastNews = System.nanoTime();
            progress.add(item);
        }

        @Override
        public void onError(Throwable throwable) {
            failure = throwable;
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }

        @Override
        public void close() {
            try {
                if (connection != null && ended.getCount() > 0) {
                    connection.close();
                }
            } catch (IOException e) {
                failure = e;
            }
        }
    }
}

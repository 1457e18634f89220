package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Sees to it that a daemon has an image, by fetching it at most once at a time. */
final class Images {
    private final Daemon daemon;
    private final PullPolicy policy;
    private final RegistryLogins logins;
    private final Map<String, ReentrantLock> pulls = new ConcurrentHashMap<>();

    Images(Daemon daemon, PullPolicy policy) {
        this.daemon = daemon;
        this.policy = policy;
        this.logins = new RegistryLogins(daemon.dockerConfigFile(), daemon.timeoutNanos());
    }

    /**
     * Before an execution: fetches where the administrator wants the newest.
     *
     * @return what to start; an id where the name may by now mean another image than that of a waiting container
     */
    String refresh(ImageRequest image) throws SandboxException, InterruptedException {
        String name = image.name().text();
        if (policy != PullPolicy.ALWAYS) {
            return name;
        }
        locked(image, () -> pull(image));
        return daemon.call(() -> daemon.client().inspectImageCmd(name).exec().getId());
    }

    /** After the daemon said that it has not got the image: fetches it, unless someone else just did. */
    void fetch(ImageRequest image) throws SandboxException, InterruptedException {
        if (policy == PullPolicy.NEVER) {
            throw new SandboxException("The Docker daemon does not have the image " + image.name()
                    + ", and images are not pulled here (docker.pull: never); pull it there, or name another image");
        }
        locked(image, () -> {
            if (!isPresent(image.name())) {
                pull(image);
            }
        });
    }

    boolean isPresent(ImageName image) throws SandboxException, InterruptedException {
        return daemon.call(() -> {
            try {
                daemon.client().inspectImageCmd(image.text()).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    private interface Work {
        void run() throws SandboxException, InterruptedException;
    }

    private void locked(ImageRequest image, Work work) throws SandboxException, InterruptedException {
        ReentrantLock lock = pulls.computeIfAbsent(image.name().text(), name -> new ReentrantLock());
        if (!lock.tryLock()) {
            image.output().progress("Waiting for the image " + image.name() + ", which is being pulled");
            lock.lockInterruptibly();
        }
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private void pull(ImageRequest image) throws SandboxException, InterruptedException {
        ImageName name = image.name();
        image.output().progress("Pulling the image " + name);
        Optional<AuthConfig> login = login(image);
        PullProgress progress = new PullProgress(name, image.output());
        Pull pull = new Pull(progress);
        daemon.client()
                .pullImageCmd(name.toPull())
                .withAuthConfig(login.orElseGet(AuthConfig::new))
                .exec(pull);
        if (!pull.await(2 * daemon.timeoutNanos())) {
            throw new SandboxException("The image " + name + " cannot be pulled: nothing was heard of it for "
                    + TimeUnit.NANOSECONDS.toSeconds(2 * daemon.timeoutNanos())
                    + " s; check the Docker daemon and the registry");
        }
        if (progress.error() != null) {
            throw PullRefusal.of(name, login.isPresent(), progress.error(), null);
        }
        if (pull.failure() != null) {
            if (DaemonFault.isUnreachable(pull.failure())) {
                throw daemon.fault(pull.failure());
            }
            throw PullRefusal.of(name, login.isPresent(), pull.failure().getMessage(), pull.failure());
        }
        image.output().progress("Pulled the image " + name);
    }

    /** The author's, or else those of the agent's user. */
    private Optional<AuthConfig> login(ImageRequest image) throws SandboxException, InterruptedException {
        return image.credentials().isPresent()
                ? image.credentials()
                        .map(own ->
                                new AuthConfig().withUsername(own.username()).withPassword(own.password()))
                : logins.of(image.name().registry());
    }
}

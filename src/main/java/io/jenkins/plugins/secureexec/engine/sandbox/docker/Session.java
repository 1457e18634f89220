package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import io.jenkins.plugins.secureexec.engine.sandbox.SandboxException;

/** What a Docker sandbox holds from its first stage to its end. */
record Session(Daemon daemon, Images images, Containers containers) implements AutoCloseable {
    static Session open(DockerConfiguration configuration) throws SandboxException {
        Daemon daemon = Daemon.find(configuration);
        Images images = new Images(daemon, configuration.pull());
        return new Session(daemon, images, new Containers(daemon, images, Labels.of(configuration), configuration));
    }

    @Override
    public void close() {
        containers.close();
        daemon.close();
    }
}

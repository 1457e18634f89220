package io.jenkins.plugins.secureexec.engine;

import java.util.Objects;

/**
 * What a registry wants to see before it hands out an image. No log, no result and no message shows any of it.
 *
 * @param username the account
 * @param password or the token that stands for it
 */
public record RegistryCredentials(String username, String password) {
    public RegistryCredentials {
        Objects.requireNonNull(username);
        Objects.requireNonNull(password);
    }

    @Override
    public String toString() {
        return "credentials of a registry";
    }
}

package io.jenkins.plugins.secureexec.step;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.secureexec.engine.RegistryCredentials;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** The credentials of a registry that an author names by their id. */
final class RegistryLogin {
    private RegistryLogin() {}

    /**
     * Those that the step names, found with the rights of the build and noted as used by it.
     *
     * @throws IllegalArgumentException where the build may use none of that id
     */
    static Optional<RegistryCredentials> of(SecureExecStep step, Run<?, ?> run) {
        String id = step.getRegistryCredentialsId();
        if (id == null) {
            return Optional.empty();
        }
        StandardUsernamePasswordCredentials found =
                CredentialsProvider.findCredentialById(id, StandardUsernamePasswordCredentials.class, run);
        if (found == null) {
            throw new IllegalArgumentException("registryCredentialsId '" + id
                    + "' names no username with password that this job may use; create it, or correct the id");
        }
        CredentialsProvider.track(run, found);
        return Optional.of(
                new RegistryCredentials(found.getUsername(), found.getPassword().getPlainText()));
    }

    /** What a form offers to whoever may choose among the credentials of a job. */
    static ListBoxModel items(@CheckForNull Item item, @CheckForNull String current) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (mayChoose(item)) {
            items.includeEmptyValue();
            items.includeAs(
                    item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2,
                    item,
                    StandardUsernamePasswordCredentials.class,
                    List.of());
        }
        return items.includeCurrentValue(current == null ? "" : current);
    }

    private static boolean mayChoose(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }
}

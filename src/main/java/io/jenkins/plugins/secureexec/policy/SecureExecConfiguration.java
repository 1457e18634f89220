package io.jenkins.plugins.secureexec.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the administrator decides for this Jenkins. */
@Extension
@Symbol("secureExec")
public class SecureExecConfiguration extends GlobalConfiguration {
    private String defaultEnvironment = Environment.DOCKER.word();
    private String allowedLanguages;
    private boolean nativeAllowed = true;
    private boolean networkAccessAllowed;
    private boolean fileSystemAccessAllowed;
    private boolean unvalidatedAllowed;
    private Ceilings ceilings = new Ceilings();
    private String engineSettings;

    public SecureExecConfiguration() {
        load();
    }

    /** The configuration of this Jenkins. */
    public static SecureExecConfiguration get() {
        return ExtensionList.lookupSingleton(SecureExecConfiguration.class);
    }

    /**
     * The decisions as they stand.
     *
     * @throws IllegalArgumentException if the configuration makes no sense, naming the field
     */
    public ExecutionPolicy policy() {
        EngineConfiguration engine = engine();
        Set<Environment> environments = EnumSet.of(Environment.DOCKER);
        if (nativeAllowed) {
            environments.add(Environment.NATIVE);
        }
        return new ExecutionPolicy(
                engine,
                Util.fixNull(engineSettings),
                Environment.of(defaultEnvironment),
                environments,
                allowedLanguages == null ? engine.languages().all().keySet() : languages(engine, allowedLanguages),
                ceilings.written(),
                networkAccessAllowed,
                fileSystemAccessAllowed,
                unvalidatedAllowed);
    }

    private EngineConfiguration engine() {
        try {
            return read(engineSettings);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.SecureExecConfiguration_badSettings(e.getMessage()), e);
        }
    }

    private static EngineConfiguration read(@CheckForNull String settings) throws IOException {
        return EngineConfiguration.read(
                new ByteArrayInputStream(Util.fixNull(settings).getBytes(StandardCharsets.UTF_8)));
    }

    private static Set<String> languages(EngineConfiguration engine, String words) {
        Set<String> allowed = new LinkedHashSet<>(List.of(words.trim().split("[\\s,]+")));
        allowed.forEach(engine.languages()::get);
        return allowed;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.SecureExecConfiguration_displayName();
    }

    public String getDefaultEnvironment() {
        return defaultEnvironment;
    }

    @DataBoundSetter
    public void setDefaultEnvironment(String value) {
        defaultEnvironment = Environment.of(value).word();
        save();
    }

    /** Ids with spaces between them; null for all. */
    @CheckForNull
    public String getAllowedLanguages() {
        return allowedLanguages;
    }

    @DataBoundSetter
    public void setAllowedLanguages(@CheckForNull String value) {
        allowedLanguages = Util.fixEmptyAndTrim(value);
        save();
    }

    public boolean isNativeAllowed() {
        return nativeAllowed;
    }

    @DataBoundSetter
    public void setNativeAllowed(boolean value) {
        nativeAllowed = value;
        save();
    }

    public boolean isNetworkAccessAllowed() {
        return networkAccessAllowed;
    }

    @DataBoundSetter
    public void setNetworkAccessAllowed(boolean value) {
        networkAccessAllowed = value;
        save();
    }

    public boolean isFileSystemAccessAllowed() {
        return fileSystemAccessAllowed;
    }

    @DataBoundSetter
    public void setFileSystemAccessAllowed(boolean value) {
        fileSystemAccessAllowed = value;
        save();
    }

    public boolean isUnvalidatedAllowed() {
        return unvalidatedAllowed;
    }

    @DataBoundSetter
    public void setUnvalidatedAllowed(boolean value) {
        unvalidatedAllowed = value;
        save();
    }

    public Ceilings getCeilings() {
        return ceilings;
    }

    @DataBoundSetter
    public void setCeilings(@CheckForNull Ceilings value) {
        ceilings = value == null ? new Ceilings() : value;
        save();
    }

    /** Settings of the engine in YAML; null for its defaults. */
    @CheckForNull
    public String getEngineSettings() {
        return engineSettings;
    }

    @DataBoundSetter
    public void setEngineSettings(@CheckForNull String value) {
        try {
            read(value);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.SecureExecConfiguration_badSettings(e.getMessage()), e);
        }
        engineSettings = Util.fixEmptyAndTrim(value);
        save();
    }

    @POST
    public ListBoxModel doFillDefaultEnvironmentItems() {
        ListBoxModel items = new ListBoxModel();
        if (mayEdit()) {
            for (Environment environment : Environment.values()) {
                items.add(environment.word());
            }
        }
        return items;
    }

    @POST
    public FormValidation doCheckAllowedLanguages(@QueryParameter String value, @QueryParameter String engineSettings) {
        if (!mayEdit() || value == null || value.isBlank()) {
            return FormValidation.ok();
        }
        try {
            languages(read(engineSettings), value);
            return FormValidation.ok();
        } catch (IOException | IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    @POST
    public FormValidation doCheckEngineSettings(@QueryParameter String value) {
        if (!mayEdit()) {
            return FormValidation.ok();
        }
        try {
            read(value);
            return FormValidation.ok();
        } catch (IOException | IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static boolean mayEdit() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }
}

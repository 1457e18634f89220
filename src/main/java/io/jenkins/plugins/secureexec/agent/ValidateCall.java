package io.jenkins.plugins.secureexec.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.validation.FileVerdict;
import io.jenkins.plugins.secureexec.engine.validation.SarifReport;
import io.jenkins.plugins.secureexec.engine.validation.ValidationRequest;
import io.jenkins.plugins.secureexec.engine.validation.ValidatorUnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/** Judges a snippet in the agent's JVM, where the grammars are, and writes the report into the workspace. */
final class ValidateCall extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1L;

    private final String settings;
    private final String place;
    private final String language;
    private final byte[] code;
    private final ValidationMode mode;
    private final boolean networkAccess;
    private final boolean fileSystemAccess;

    @CheckForNull
    private final String sarif;

    ValidateCall(
            String settings,
            String place,
            String language,
            byte[] code,
            ValidationRequest request,
            @CheckForNull String sarif) {
        this.settings = settings;
        this.place = place;
        this.language = language;
        this.code = code;
        this.mode = request.mode();
        this.networkAccess = request.networkAccess();
        this.fileSystemAccess = request.fileSystemAccess();
        this.sarif = sarif;
    }

    /** The verdict as JSON. */
    @Override
    public String invoke(File workspace, VirtualChannel channel) throws IOException {
        try (AgentExecutors.Lease lease = AgentExecutors.current().lease(settings)) {
            return EngineMapper.JSON.writeValueAsString(judge(lease.executor(), workspace.toPath()));
        }
    }

    private FileVerdict judge(CodeExecutor executor, Path workspace) throws IOException {
        try {
            FileVerdict verdict = FileVerdict.of(
                    place,
                    language,
                    mode,
                    executor.validate(language, code, new ValidationRequest(mode, networkAccess, fileSystemAccess)));
            if (sarif != null) {
                ReportFile.write(
                        workspace,
                        sarif,
                        EngineMapper.JSON
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsBytes(new SarifReport(executor.rules(language)).of(List.of(verdict))));
            }
            return verdict;
        } catch (ValidatorUnavailableException e) {
            return FileVerdict.failure(place, e.getMessage());
        } catch (IllegalArgumentException e) {
            return FileVerdict.failure(place, "sarif '" + sarif + "' " + e.getMessage());
        }
    }
}

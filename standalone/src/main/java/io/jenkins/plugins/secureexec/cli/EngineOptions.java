package io.jenkins.plugins.secureexec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command has. */
final class EngineOptions {
    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(names = "--config", paramLabel = "FILE", description = "The engine's configuration, in YAML.")
    String config;

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    EngineConfiguration configuration() throws UnreadableFileException {
        return read(config, command);
    }

    /** The configuration in a file; the defaults where none is named. */
    static EngineConfiguration read(@CheckForNull String config, CommandSpec command) throws UnreadableFileException {
        if (config == null) {
            return EngineConfiguration.defaults();
        }
        try {
            return EngineConfiguration.read(new ByteArrayInputStream(Input.read(config)));
        } catch (JsonProcessingException e) {
            throw new ParameterException(command.commandLine(), config + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableFileException(config, e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), config + ": " + e.getMessage(), e);
        }
    }

    void printJson(Object value) throws JsonProcessingException {
        command.commandLine().getOut().println(EngineMapper.JSON.writeValueAsString(value));
        command.commandLine().getOut().flush();
    }
}

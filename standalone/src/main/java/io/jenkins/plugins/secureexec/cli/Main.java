package io.jenkins.plugins.secureexec.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs code that nobody trusts, and tells how it went. */
@Command(
        name = "secure-exec",
        mixinStandardHelpOptions = true,
        version = "secure-exec 1.0",
        description = "Runs a snippet of code in a sandbox, under limits.",
        subcommands = {
            RunCommand.class,
            ValidateCommand.class,
            LanguagesCommand.class,
            LimitsCommand.class,
            StatsCommand.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private Main() {}

    /** Ends the JVM with the exit code of the command. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        // What the engine and its libraries log is for the operator of an agent; here the command says what is needed.
        Logger.getLogger("").setLevel(Level.SEVERE);
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((e, command, result) -> {
            command.getErr().println("secure-exec: " + e.getMessage());
            return e instanceof UnreadableFileException ? UnreadableFileException.EXIT : 1;
        });
        return commandLine.execute(args);
    }
}

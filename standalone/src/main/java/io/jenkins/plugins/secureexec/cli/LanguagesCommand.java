package io.jenkins.plugins.secureexec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.language.Language;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "languages",
        mixinStandardHelpOptions = true,
        description = "Lists the languages and where they can be run here.")
final class LanguagesCommand implements Callable<Integer> {
    @Mixin
    EngineOptions engine;

    @Override
    public Integer call() throws UnreadableFileException, JsonProcessingException {
        EngineConfiguration configuration = engine.configuration();
        try (CodeExecutor executor = CodeExecutor.open(configuration)) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            boolean docker = executor.isAvailable(Environment.DOCKER);
            configuration
                    .languages()
                    .all()
                    .forEach((id, language) -> entries.put(id, entry(id, language, executor, docker)));
            if (engine.json) {
                engine.printJson(new Answer("success", entries, entries.size(), docker));
            } else {
                print(entries, docker);
            }
        }
        return 0;
    }

    private static Entry entry(String id, Language language, CodeExecutor executor, boolean docker) {
        return new Entry(
                language.name(),
                "." + language.extensions().get(0),
                language.image(),
                language.interpreter(),
                true,
                executor.ruleCount(id).orElse(0),
                new Available(
                        executor.provides(Environment.NATIVE, language),
                        docker ? executor.provides(Environment.DOCKER, language) : null));
    }

    private void print(Map<String, Entry> entries, boolean docker) {
        PrintWriter out = engine.command.commandLine().getOut();
        out.printf("%-12s %-6s %-10s %-8s %s%n", "LANGUAGE", "FILE", "TOOL", "NATIVE", "DOCKER IMAGE");
        entries.forEach((id, entry) -> out.printf(
                "%-12s %-6s %-10s %-8s %s%n",
                id, entry.extension, entry.interpreter, entry.available.nativeHost ? "yes" : "no", entry.dockerImage));
        out.println(docker ? "Docker is available." : "Docker is not available.");
        out.flush();
    }

    private record Answer(
            String status, Map<String, Entry> supportedLanguages, int totalLanguages, boolean dockerAvailable) {}

    private record Entry(
            String name,
            String extension,
            String dockerImage,
            String interpreter,
            boolean hasNativeSupport,
            int securityRestrictions,
            Available available) {}

    private record Available(
            @com.fasterxml.jackson.annotation.JsonProperty("native") boolean nativeHost, Boolean docker) {}
}

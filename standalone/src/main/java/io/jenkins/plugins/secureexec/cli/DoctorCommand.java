package io.jenkins.plugins.secureexec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.sandbox.Check;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what works on this machine and what to install.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    EngineOptions engine;

    @Override
    public Integer call() throws UnreadableFileException, JsonProcessingException, InterruptedException {
        EngineConfiguration configuration = engine.configuration();
        List<Check> checks = new ArrayList<>();
        try (CodeExecutor executor = CodeExecutor.open(configuration)) {
            checks.addAll(executor.checks(Environment.NATIVE));
            configuration.languages().all().forEach((id, language) -> checks.add(
                    executor.provides(Environment.NATIVE, language)
                            ? Check.passed(id, String.join(", ", language.programs()))
                            : Check.failed(
                                    id,
                                    "not all of " + String.join(", ", language.programs()) + " installed",
                                    "apt-get install " + String.join(" ", language.debianPackages()))));
            checks.addAll(executor.checks(Environment.DOCKER));
        }
        if (engine.json) {
            engine.printJson(new Answer("success", checks));
        } else {
            print(checks);
        }
        return 0;
    }

    private void print(List<Check> checks) {
        PrintWriter out = engine.command.commandLine().getOut();
        for (Check check : checks) {
            out.printf("%-4s %-16s %s%n", check.works() ? "ok" : "--", check.name(), check.detail());
            if (check.remedy() != null) {
                out.printf("%22s%s%n", "", check.remedy());
            }
        }
        out.flush();
    }

    private record Answer(String status, List<Check> checks) {}
}

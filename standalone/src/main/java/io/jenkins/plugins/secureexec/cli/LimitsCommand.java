package io.jenkins.plugins.secureexec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.secureexec.engine.Limit;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.ResourceLimits;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "limits", mixinStandardHelpOptions = true, description = "Shows the limits of each preset.")
final class LimitsCommand implements Callable<Integer> {
    @Mixin
    EngineOptions engine;

    @Override
    public Integer call() throws JsonProcessingException {
        if (engine.json) {
            engine.printJson(new Answer("success", LimitPresets.defaults(), LimitPresets.all()));
        } else {
            print();
        }
        return 0;
    }

    private void print() {
        PrintWriter out = engine.command.commandLine().getOut();
        out.printf("%-20s", "LIMIT");
        LimitPresets.all().keySet().forEach(preset ->
                out.printf(" %12s", preset + (preset.equals(LimitPresets.DEFAULT) ? "*" : "")));
        out.println();
        for (Limit limit : Limit.values()) {
            out.printf("%-20s", limit.key());
            LimitPresets.all().values().forEach(limits -> out.printf(" %12d", limits.get(limit)));
            out.println(" " + limit.unit());
        }
        out.printf("%-20s", "networkAccess");
        LimitPresets.all().values().forEach(limits -> out.printf(" %12s", limits.networkAccess()));
        out.printf("%n%-20s", "fileSystemAccess");
        LimitPresets.all().values().forEach(limits -> out.printf(" %12s", limits.fileSystemAccess()));
        out.printf("%n* the default%n");
        out.flush();
    }

    private record Answer(
            String status, ResourceLimits defaultLimits, Map<String, ResourceLimits> recommendedLimits) {}
}

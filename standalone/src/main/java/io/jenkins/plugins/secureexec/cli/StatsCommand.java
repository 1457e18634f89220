package io.jenkins.plugins.secureexec.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.history.ExecutionStatistics;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "stats", mixinStandardHelpOptions = true, description = "Counts what was run here.")
final class StatsCommand implements Callable<Integer> {
    private static final int HISTORY = 10;

    @Mixin
    EngineOptions engine;

    @Option(names = "--history", description = "With the last " + HISTORY + " executions.")
    boolean history;

    @Override
    public Integer call() throws UnreadableFileException, IOException {
        ExecutionStatistics.Counter counter = new ExecutionStatistics.Counter();
        Deque<ExecutionResult> last = new ArrayDeque<>();
        try (Stream<ExecutionResult> executions = HistoryFile.log().read()) {
            executions.forEach(execution -> {
                counter.add(execution);
                last.addLast(execution);
                if (last.size() > HISTORY) {
                    last.removeFirst();
                }
            });
        }
        boolean docker;
        try (CodeExecutor executor = CodeExecutor.open(engine.configuration())) {
            docker = executor.isAvailable(Environment.DOCKER);
        }
        List<ExecutionResult> shown = history ? List.copyOf(last) : null;
        if (engine.json) {
            engine.printJson(
                    new Answer("success", new Statistics(counter.statistics(), docker, shown), Instant.now()));
        } else {
            print(counter.statistics(), shown);
        }
        return 0;
    }

    private void print(ExecutionStatistics statistics, List<ExecutionResult> shown) {
        PrintWriter out = engine.command.commandLine().getOut();
        out.printf("%d executions, %d successful%n", statistics.totalExecutions(), statistics.successfulExecutions());
        statistics.statuses().forEach((status, count) -> out.printf("  %-16s %d%n", status, count));
        statistics.languagesUsed().forEach((language, count) -> out.printf("  %-16s %d%n", language, count));
        if (statistics.averageExecutionTime() != null) {
            out.printf(Locale.ROOT, "%.3f s on average%n", statistics.averageExecutionTime());
        }
        if (shown != null) {
            shown.forEach(execution -> out.printf(
                    "%s  %-10s %-8s %-14s %s%n",
                    execution.timestamp(),
                    execution.language(),
                    execution.environment().word(),
                    execution.status().word(),
                    execution.message()));
        }
        out.flush();
    }

    private record Answer(String status, Statistics statistics, Instant timestamp) {}

    private record Statistics(
            @JsonUnwrapped ExecutionStatistics counts,
            boolean dockerAvailable,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<ExecutionResult> executionHistory) {}
}

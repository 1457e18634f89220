package io.jenkins.plugins.secureexec.report;

import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many snippets a build ran and how they ended. */
public final class ExecutionCounts {
    private static final int MAX_ON_BUILD_PAGE = 10;

    private final Map<ExecutionStatus, Long> byStatus;

    private ExecutionCounts(Map<ExecutionStatus, Long> byStatus) {
        this.byStatus = byStatus;
    }

    static ExecutionCounts of(Stream<ExecutionResult> results) {
        return new ExecutionCounts(
                results.collect(Collectors.groupingBy(ExecutionResult::status, TreeMap::new, Collectors.counting())));
    }

    public long getTotal() {
        return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether the build's own page has room for all of them. */
    public boolean isFew() {
        return getTotal() <= MAX_ON_BUILD_PAGE;
    }

    /** Such as {@code 2 success, 1 time_limit}; the worst comes first. */
    public String getSummary() {
        return byStatus.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().word())
                .collect(Collectors.joining(", "));
    }
}

package io.jenkins.plugins.secureexec.engine.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts over executions.
 *
 * @param successRate successful by total; null where there are none
 * @param languagesUsed executions by language
 * @param environmentsUsed executions by environment
 * @param statuses executions by status
 * @param averageExecutionTime seconds, over those that ran; null where none did
 */
public record ExecutionStatistics(
        long totalExecutions,
        long successfulExecutions,
        @CheckForNull Double successRate,
        Map<String, Long> languagesUsed,
        Map<String, Long> environmentsUsed,
        Map<String, Long> statuses,
        @CheckForNull Double averageExecutionTime) {

    /** Collects the counts, one execution after the other. */
    public static final class Counter {
        private long total;
        private long successful;
        private long ran;
        private double seconds;
        private final Map<String, Long> languages = new TreeMap<>();
        private final Map<String, Long> environments = new TreeMap<>();
        private final Map<String, Long> statuses = new TreeMap<>();

        /** Counts one more. */
        public void add(ExecutionResult result) {
            total++;
            if (result.status() == ExecutionStatus.SUCCESS) {
                successful++;
            }
            if (result.usage().executionTime() != null) {
                ran++;
                seconds += result.usage().executionTime();
            }
            languages.merge(result.language(), 1L, Long::sum);
            environments.merge(result.environment().word(), 1L, Long::sum);
            statuses.merge(result.status().word(), 1L, Long::sum);
        }

        /** What was counted so far. */
        public ExecutionStatistics statistics() {
            return new ExecutionStatistics(
                    total,
                    successful,
                    total == 0 ? null : round((double) successful / total),
                    languages,
                    environments,
                    statuses,
                    ran == 0 ? null : round(seconds / ran));
        }

        private static double round(double value) {
            return Math.round(value * 10_000) / 10_000.0;
        }
    }
}

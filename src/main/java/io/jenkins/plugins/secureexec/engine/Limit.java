package io.jenkins.plugins.secureexec.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A quantity of which a snippet may use only so much. */
public enum Limit {
    MAX_EXECUTION_TIME("maxExecutionTime", "s"),
    MAX_MEMORY_MB("maxMemoryMb", "MB"),
    MAX_CPU_PERCENT("maxCpuPercent", "% of one core"),
    MAX_PROCESSES("maxProcesses", "processes"),
    MAX_OUTPUT_SIZE_KB("maxOutputSizeKb", "KB"),
    MAX_FILE_SIZE_MB("maxFileSizeMb", "MB");

    private final String key;
    private final String unit;

    Limit(String key, String unit) {
        this.key = key;
        this.unit = unit;
    }

    /** Its name in a Pipeline. */
    public String key() {
        return key;
    }

    /** What its number counts. */
    public String unit() {
        return unit;
    }

    /** Its name in JSON and YAML. */
    public String snakeCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a value that somebody wrote: a whole number, or a string of one.
     *
     * @throws IllegalArgumentException naming the limit and the value
     */
    public int parse(Object value) {
        long number;
        try {
            number = value instanceof Integer || value instanceof Long
                    ? ((Number) value).longValue()
                    : Long.parseLong(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " '" + value + "' is not a whole number of " + unit);
        }
        return check(number);
    }

    int check(long number) {
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    key + " " + number + " is outside 1 to " + Integer.MAX_VALUE + " (" + unit + ")");
        }
        return (int) number;
    }

    /**
     * Finds a limit by its name in a Pipeline or in JSON.
     *
     * @throws IllegalArgumentException naming the key and the known ones
     */
    public static Limit of(String key) {
        return Arrays.stream(values())
                .filter(limit -> limit.key.equals(key) || limit.snakeCase().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("limit '" + key + "' is unknown; use one of "
                        + Arrays.stream(values()).map(Limit::key).collect(Collectors.joining(", "))));
    }
}

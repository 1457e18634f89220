package io.jenkins.plugins.secureexec.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The named rows of limits, read from presets.yaml. */
public final class LimitPresets {
    /** The preset of a request that names none. */
    public static final String DEFAULT = "production";

    private static final Map<String, ResourceLimits> ROWS = read();

    private LimitPresets() {}

    /** All presets by name, in the order of the file. */
    public static Map<String, ResourceLimits> all() {
        return ROWS;
    }

    /** The limits of a request that names no preset. */
    public static ResourceLimits defaults() {
        return named(DEFAULT);
    }

    /**
     * The limits of a preset.
     *
     * @throws IllegalArgumentException naming the preset and the known ones
     */
    public static ResourceLimits named(String preset) {
        ResourceLimits limits = ROWS.get(preset);
        if (limits == null) {
            throw new IllegalArgumentException(
                    "preset '" + preset + "' is unknown; use one of " + String.join(", ", ROWS.keySet()));
        }
        return limits;
    }

    private static Map<String, ResourceLimits> read() {
        try (InputStream in = LimitPresets.class.getResourceAsStream("presets.yaml")) {
            return EngineMapper.YAML.readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("presets.yaml in the jar cannot be read", e);
        }
    }
}

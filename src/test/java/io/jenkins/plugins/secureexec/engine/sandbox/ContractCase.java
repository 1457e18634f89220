package io.jenkins.plugins.secureexec.engine.sandbox;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A hostile program and what must become of it; the keys are explained in hostile-python.yaml. */
public record ContractCase(
        String language,
        String row,
        String name,
        Map<String, Integer> limits,
        Map<String, String> env,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<ExecutionStatus> status,

        Integer exitCode,
        String stdout,
        String stderrLacks,
        Integer outputBytes,
        boolean clean,
        String code) {

    private static final JsonMapper YAML = JsonMapper.builder(new YAMLFactory())
            .propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
            .disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    public ContractCase {
        limits = limits == null ? Map.of() : limits;
        env = env == null ? Map.of() : env;
    }

    /** All of them. */
    public static Stream<ContractCase> all() throws IOException {
        return Stream.of(
                        of("python", "hostile-python.yaml"),
                        of("bash", "hostile-bash.yaml"),
                        of("c", "hostile-c.yaml"),
                        of(null, "hostile-others.yaml"))
                .flatMap(List::stream);
    }

    private static List<ContractCase> of(String language, String file) throws IOException {
        try (InputStream in = ContractCase.class.getResourceAsStream(file)) {
            return YAML.readValue(in, new TypeReference<List<ContractCase>>() {}).stream()
                    .map(read -> language == null ? read : read.in(language))
                    .toList();
        }
    }

    private ContractCase in(String other) {
        return new ContractCase(
                other, row, name, limits, env, status, exitCode, stdout, stderrLacks, outputBytes, clean, code);
    }

    @Override
    public String toString() {
        return row + ": " + name + " (" + language + ")";
    }
}

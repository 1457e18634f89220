package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import java.io.IOException;
import java.util.OptionalInt;

/** What bubblewrap writes to its --json-status-fd: a JSON document an event. */
final class BubblewrapStatus {
    private BubblewrapStatus() {}

    static OptionalInt exitCode(String status) throws IOException {
        try (MappingIterator<JsonNode> events =
                EngineMapper.JSON.readerFor(JsonNode.class).readValues(status)) {
            while (events.hasNext()) {
                JsonNode code = events.next().get("exit-code");
                if (code != null) {
                    return OptionalInt.of(code.intValue());
                }
            }
        }
        return OptionalInt.empty();
    }
}

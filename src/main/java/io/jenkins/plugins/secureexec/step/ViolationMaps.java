package io.jenkins.plugins.secureexec.step;

import io.jenkins.plugins.secureexec.engine.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Violations as a Pipeline reads them and its engine stores them. */
final class ViolationMaps {
    private ViolationMaps() {}

    static ArrayList<Map<String, Object>> of(List<Violation> violations) {
        ArrayList<Map<String, Object>> maps = new ArrayList<>();
        violations.forEach(violation -> maps.add(map(violation)));
        return maps;
    }

    private static Map<String, Object> map(Violation violation) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", violation.rule());
        map.put("category", violation.category());
        map.put(
                "severity",
                violation.severity() == null ? null : violation.severity().word());
        map.put("cwe", violation.cwe());
        map.put("line", violation.line());
        map.put("column", violation.column());
        map.put("message", violation.message());
        return map;
    }
}

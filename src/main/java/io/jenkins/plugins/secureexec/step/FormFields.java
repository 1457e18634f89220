package io.jenkins.plugins.secureexec.step;

import io.jenkins.plugins.secureexec.policy.EmptyFields;
import java.util.List;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;

/** The form of the step as its parameters want it: nothing that was left empty, a list where lines were written. */
final class FormFields {
    private static final List<String> LISTS = List.of("args", "env");

    private FormFields() {}

    static JSONObject normalized(JSONObject form) {
        JSONObject normalized = EmptyFields.removedFrom(form);
        for (String list : LISTS) {
            if (normalized.get(list) instanceof String lines) {
                JSONArray entries = new JSONArray();
                lines.lines().filter(line -> !line.isBlank()).forEach(entries::add);
                normalized.put(list, entries);
            }
        }
        return normalized;
    }
}

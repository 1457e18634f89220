package io.jenkins.plugins.secureexec.policy;

import java.util.List;
import net.sf.json.JSONObject;

/** A form sends an empty text for a field that was left out, which no number or yes-or-no can be made of. */
public final class EmptyFields {
    private EmptyFields() {}

    /** The same form without the fields that hold nothing. */
    public static JSONObject removedFrom(JSONObject form) {
        JSONObject kept = JSONObject.fromObject(form);
        for (Object key : List.copyOf(kept.keySet())) {
            if (kept.get(key) instanceof String text && text.isBlank()) {
                kept.remove(key);
            }
        }
        return kept;
    }
}

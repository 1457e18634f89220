package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The macros that a file has defined for itself so far. Those of headers are not here: nobody has read the headers. */
final class Macros {
    /** A macro may stand under other names in other branches of an #if: all count. */
    private final Map<String, List<Macro>> macros = new HashMap<>();

    /** Those that are defined under conditions only, and perhaps not at all. */
    private final Set<String> doubtful = new HashSet<>();

    private final boolean remembers;

    /** @param remembers whether a macro that was undefined or redefined may come back, as {@code pop_macro} does */
    Macros(boolean remembers) {
        this.remembers = remembers;
    }

    boolean defines(String name) {
        return macros.containsKey(name);
    }

    List<Macro> definitions(String name) {
        return macros.getOrDefault(name, List.of());
    }

    /** What the name may become: one for each definition, and itself if all of them stand under conditions. */
    int variants(String name) {
        return definitions(name).size() + (doubtful.contains(name) ? 1 : 0);
    }

    /**
     * Reads {@code #define} and {@code #undef}; conditional ones add to what is known, others replace it.
     *
     * @return how many definitions of the name were looked at
     */
    int directive(String text, boolean conditional) {
        CTokens tokens = CTokens.of(" " + text.substring(text.indexOf('#') + 1));
        if (tokens.count() < 2) {
            return 0;
        }
        String name = tokens.text(1);
        if (tokens.is(0, "undef") && !conditional && !remembers) {
            macros.remove(name);
        } else if (tokens.is(0, "define")) {
            List<Macro> known = macros.computeIfAbsent(name, key -> new ArrayList<>());
            if (!conditional && !remembers) {
                known.clear();
            }
            if (!conditional) {
                doubtful.remove(name);
            } else if (known.isEmpty()) {
                doubtful.add(name);
            }
            Macro macro = Macro.read(tokens);
            int looked = known.size();
            if (!known.contains(macro)) {
                known.add(macro);
            }
            return looked;
        }
        return 0;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where a file writes each name. Looked for when it is first asked for. */
final class Mentions {
    private final SyntaxTree tree;
    private final Language language;
    private final Map<String, List<Integer>> byName = new HashMap<>();

    Mentions(SyntaxTree tree, Language language) {
        this.tree = tree;
        this.language = language;
    }

    /** In the order of the source; as the language reads the name, however it is written. */
    List<Integer> of(String identifier) {
        if (byName.isEmpty()) {
            for (int node = 0; node < tree.size(); node++) {
                if (language.isName(tree.kind(node))) {
                    byName.computeIfAbsent(language.spelling().identifier(tree.text(node)), name -> new ArrayList<>())
                            .add(node);
                }
            }
        }
        return byName.getOrDefault(identifier, List.of());
    }
}

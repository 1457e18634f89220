package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where paths through the file's own modules may lead: {@code super::process} is {@code std::process} where any module
 * of the file imports that.
 */
final class OwnPaths {
    private static final int DEEPEST = 4;

    private final List<String> words;
    private final Map<String, Set<String>> imported = new HashMap<>();

    /** {@code words} are those that such paths begin with. */
    OwnPaths(SyntaxTree tree, List<String> words, List<Definition> definitions) {
        this.words = words;
        if (words.isEmpty()) {
            return;
        }
        for (Definition definition : definitions) {
            if (definition.meaning() instanceof Definition.Meaning.Imported module) {
                // The name alone, or the whole path whose last part it is.
                String name = tree.text(definition.node()).replaceAll("(?s).*\\W", "");
                imported.computeIfAbsent(name, key -> new HashSet<>()).add(module.path());
            }
        }
    }

    /** What else the path may mean. */
    Set<String> meanings(String path) {
        Set<String> found = new HashSet<>();
        follow(path, found, 0);
        return found;
    }

    private void follow(String path, Set<String> found, int depth) {
        int end = path.indexOf('.');
        if (end < 0 || depth > DEEPEST || !words.contains(path.substring(0, end))) {
            return;
        }
        String[] parts = path.split("\\.");
        // What stands behind a type is a part of that.
        for (int i = 1; i < parts.length && (i == 1 || !Character.isUpperCase(parts[i - 1].charAt(0))); i++) {
            String rest = String.join(".", List.of(parts).subList(i + 1, parts.length));
            for (String module : imported.getOrDefault(parts[i].replaceAll("\\(.*", ""), Set.of())) {
                String whole = rest.isEmpty() ? module : module + "." + rest;
                if (!whole.equals(path) && found.add(whole)) {
                    follow(whole, found, depth + 1);
                }
            }
        }
    }
}

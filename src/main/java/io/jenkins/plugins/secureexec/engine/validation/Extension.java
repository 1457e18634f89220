package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rules file says together with what it takes over from the file that it extends. Its maps and lists are that
 * file's and what it adds, its rules that file's of the same name: {@code cpp.process.fork} is {@code c.process.fork}
 * and more. {@code without} names, beside what is added to, the entries that are not taken over.
 */
final class Extension {
    private static final String EXTENDS = "extends";
    private static final String WITHOUT = "without";
    private static final String RULES = "rules";

    /** Where rules files come from. */
    interface Files {
        /** The rules file of a language, if there is one. */
        Optional<ObjectNode> read(String language) throws IOException;
    }

    private final String base;
    private final String language;

    private Extension(String base, String language) {
        this.base = base;
        this.language = language;
    }

    /** The language's rules file with all that it takes over; empty where there is no such file. */
    static Optional<ObjectNode> read(String language, Files files) throws IOException {
        return read(language, files, List.of());
    }

    private static Optional<ObjectNode> read(String language, Files files, List<String> heirs) throws IOException {
        Optional<ObjectNode> own = files.read(language);
        JsonNode named = own.map(file -> file.remove(EXTENDS)).orElse(null);
        if (named == null) {
            return own;
        }
        String base = named.asText();
        List<String> chain = new ArrayList<>(heirs);
        chain.add(language);
        require(!chain.contains(base), EXTENDS, "in a circle, " + String.join(", ", chain) + ", " + base);
        ObjectNode taken = read(base, files, chain)
                .orElseThrow(() -> new IllegalArgumentException(EXTENDS + ": there is no rules file '" + base + "'"));
        return Optional.of(new Extension(base, language).extend(taken, own.get()));
    }

    private ObjectNode extend(ObjectNode taken, ObjectNode own) {
        taken.set(RULES, byName(taken, base));
        own.set(RULES, byName(own, language));
        ObjectNode whole = merge(taken, own, "");
        ArrayNode rules = whole.arrayNode();
        whole.get(RULES)
                .properties()
                .forEach(rule -> rules.add(((ObjectNode) rule.getValue()).put("id", language + "." + rule.getKey())));
        whole.set(RULES, rules);
        return whole;
    }

    /** The rules by what follows the language in their ids. */
    private static ObjectNode byName(ObjectNode file, String language) {
        ObjectNode rules = file.objectNode();
        for (JsonNode rule : file.path(RULES)) {
            String id = rule.path("id").asText();
            require(id.startsWith(language + "."), "rule " + id, "should begin with its language");
            require(rules.replace(id.substring(language.length() + 1), rule) == null, "rule " + id, "is there twice");
        }
        return rules;
    }

    private ObjectNode merge(ObjectNode taken, ObjectNode own, String at) {
        JsonNode without = own.remove(WITHOUT);
        if (without != null) {
            without.properties()
                    .forEach(key ->
                            key.getValue().forEach(entry -> drop(taken.path(key.getKey()), entry, at + key.getKey())));
        }
        own.properties()
                .forEach(key ->
                        taken.set(key.getKey(), merge(taken.path(key.getKey()), key.getValue(), at + key.getKey())));
        return taken;
    }

    private JsonNode merge(JsonNode taken, JsonNode own, String at) {
        if (taken instanceof ObjectNode map && own instanceof ObjectNode more) {
            return merge(map, more, at + ".");
        }
        if (taken instanceof ArrayNode list && own instanceof ArrayNode more) {
            more.forEach(entry -> require(index(list, entry) < 0, at, base + " has " + entry + " already"));
            return list.addAll(more);
        }
        require(!taken.equals(own), at, base + " has " + own + " already");
        return own;
    }

    private void drop(JsonNode from, JsonNode entry, String at) {
        boolean there = from instanceof ArrayNode list
                ? list.remove(index(list, entry)) != null
                : from instanceof ObjectNode map && map.remove(entry.asText()) != null;
        require(there, at, base + " has no " + entry + " to do " + WITHOUT);
    }

    private static int index(ArrayNode list, JsonNode entry) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).equals(entry)) {
                return i;
            }
        }
        return -1;
    }

    private static void require(boolean holds, String where, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(where + ": " + otherwise);
        }
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tells of names in a configuration that mean nothing, which would otherwise be without effect: an administrator who
 * blocks a module of {@code pyhton} believes it blocked. A rule that a later version no longer has is such a name, too.
 */
final class ConfiguredNames {
    private static final String LIST = "docs/validator.md lists all";
    /** So much of a word may be wrong for another to be what was meant. */
    private static final int WRONG_PART = 3;

    /** The rules files' ids, which are constants. */
    private static final Map<String, List<String>> IDS = new ConcurrentHashMap<>();

    private ConfiguredNames() {}

    /** @throws IllegalArgumentException naming the key, the value, and what it may be */
    static void check(ValidatorConfiguration configuration) {
        configuration.disabledRules().stream().sorted().forEach(ConfiguredNames::rule);
        languages("blocked_imports", configuration.blockedImports());
        languages("blocked_functions", configuration.blockedFunctions());
    }

    private static void rule(String id) {
        String language = id.substring(0, Math.max(0, id.indexOf('.')));
        List<String> known = LanguageFiles.languages().contains(language) ? ids(language) : List.of();
        if (known.contains(id)) {
            return;
        }
        if (SecurityValidator.languages().contains(language)
                && GeneralRules.all(language).stream()
                        .anyMatch(rule -> rule.id().equals(id))) {
            throw new IllegalArgumentException(
                    "disabled_rules: '" + id + "' is about code that cannot be read, and stays on;"
                            + " lenient mode lets code pass that does not parse");
        }
        Stream<String> candidates = known.isEmpty()
                ? LanguageFiles.languages().stream().flatMap(each -> ids(each).stream())
                : known.stream();
        throw unknown("disabled_rules", id, "no rule", candidates, LIST);
    }

    private static void languages(String key, Map<String, Set<String>> byLanguage) {
        for (Map.Entry<String, Set<String>> entry : byLanguage.entrySet()) {
            String language = entry.getKey();
            if (!LanguageFiles.languages().contains(language)) {
                throw unknown(
                        key,
                        language,
                        "no language that the validator reads",
                        LanguageFiles.languages().stream(),
                        "it reads " + String.join(", ", LanguageFiles.languages()));
            }
            if (file(language).commands() != null) {
                throw new IllegalArgumentException(key + ": '" + language
                        + "' has programs in place of modules and functions, and none can be added; leave it out");
            }
            for (String name : entry.getValue()) {
                if (name == null || name.isBlank()) {
                    throw new IllegalArgumentException(key + ": an entry of '" + language + "' is empty; write a name");
                }
            }
        }
    }

    private static IllegalArgumentException unknown(
            String key, String value, String what, Stream<String> candidates, String all) {
        Optional<String> meant = candidates
                .min(Comparator.comparingInt(each -> distance(value, each)))
                .filter(each -> distance(value, each) <= value.length() / WRONG_PART);
        return new IllegalArgumentException(key + ": '" + value + "' is " + what + "; "
                + meant.map(each -> "did you mean '" + each + "'? ").orElse("") + all);
    }

    private static List<String> ids(String language) {
        return IDS.computeIfAbsent(
                language, key -> file(key).rules().stream().map(Rule::id).toList());
    }

    private static LanguageFile file(String language) {
        try {
            return LanguageFiles.read(language);
        } catch (ValidatorUnavailableException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** How many characters have to be added, removed or replaced (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int before = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = before + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                before = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}

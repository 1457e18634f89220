package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The queries of a language's file, parsed once. */
final class LanguageQueries {
    private final Queries<LanguageFile.Binding> bindings;
    private final Queries<Rule> rules;
    private final Queries<LanguageFile.Use> listUses;
    private final Map<String, Pattern> requirements = new HashMap<>();
    private final Map<String, List<Pattern>> exceptions = new HashMap<>();

    LanguageQueries(LanguageFile file, Kinds kinds) {
        bindings = new Queries<>(kinds);
        rules = new Queries<>(kinds);
        listUses = new Queries<>(kinds);
        file.bindings().forEach(each -> bindings.add(parse(each.query(), kinds), each));
        if (file.lists() != null) {
            file.lists().uses().forEach(each -> listUses.add(parse(each.query(), kinds), each));
        }
        for (Rule rule : file.rules()) {
            rule.queries().forEach(query -> rules.add(parse(query, kinds), rule));
            Stream.concat(rule.onlyWith().stream(), rule.alsoWith().stream())
                    .forEach(query -> requirements.put(query, parse(query, kinds)));
            exceptions.put(
                    rule.id(),
                    rule.except().stream().map(query -> parse(query, kinds)).toList());
        }
    }

    private static Pattern parse(String query, Kinds kinds) {
        return new PatternParser(query, kinds).parse();
    }

    /** What binds names. */
    Queries<LanguageFile.Binding> bindings() {
        return bindings;
    }

    Queries<Rule> rules() {
        return rules;
    }

    /** Where a list stays as it is. */
    Queries<LanguageFile.Use> listUses() {
        return listUses;
    }

    /** The query, which a rule of the language needs to match somewhere in a file. */
    Pattern requirement(String query) {
        return requirements.get(query);
    }

    /** Within what the rule finds nothing. */
    List<Pattern> exceptions(Rule rule) {
        return exceptions.getOrDefault(rule.id(), List.of());
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import io.jenkins.plugins.secureexec.engine.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A language's rules as one configuration wants them. */
final class RuleSet {
    private final List<Rule> rules = new ArrayList<>();
    private final Set<String> disabled;
    private final SymbolRules symbols = new SymbolRules();
    private final SymbolRules imports = new SymbolRules();

    RuleSet(String language, List<Rule> fromFile, ValidatorConfiguration configuration) {
        disabled = configuration.disabledRules();
        fromFile.stream().filter(rule -> !disabled.contains(rule.id())).forEach(rule -> {
            rules.add(rule);
            rule.symbols().patterns().forEach(symbol -> symbols.add(symbol, rule));
            rule.imports().forEach(module -> addImport(module, rule));
        });
        Rule blockedImport = administrators(language + ".blocked.import", "the module {}");
        Rule blockedFunction = administrators(language + ".blocked.function", "the function {}");
        configuration.blockedImports().getOrDefault(language, Set.of()).forEach(module -> {
            addImport(module, blockedImport);
            symbols.add(module + ".**", blockedImport);
        });
        configuration
                .blockedFunctions()
                .getOrDefault(language, Set.of())
                .forEach(function -> symbols.add(function, blockedFunction));
    }

    private static Rule administrators(String id, String what) {
        return Rule.of(
                id,
                Category.ENVIRONMENT,
                Severity.HIGH,
                "CWE-676",
                "The administrator has blocked " + what + ". Do without it, or ask for it to be allowed.");
    }

    /** A module stands for its submodules too. */
    private void addImport(String module, Rule rule) {
        imports.add(module, rule);
        imports.add(module + ".**", rule);
        imports.add(module + "/**", rule);
    }

    /** A call's own rule, or that of what is called. */
    Optional<Rule> forSymbol(String path) {
        return symbols.find(path);
    }

    Optional<Rule> forImport(String module) {
        return imports.find(module);
    }

    boolean has(Rule rule) {
        return !disabled.contains(rule.id());
    }

    int size() {
        return rules.size();
    }

    List<Rule> rules() {
        return rules;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

/** What a rules file says of a shell, held against its grammar. Immutable; shared by all threads. */
final class Shell {
    private final LanguageFile.Commands data;
    private final CommandRules rules;
    private final Globs interpreters;
    private final ShellNode[] nodes;

    Shell(LanguageFile file, Kinds kinds) {
        data = file.commands();
        rules = new CommandRules(file.rules(), data.places());
        interpreters = new Globs(data.interpreters().stream().map(Glob::new).toList());
        nodes = ShellNode.byKind(kinds);
    }

    /** How its command lines are taken apart. */
    LanguageFile.Commands data() {
        return data;
    }

    CommandRules rules() {
        return rules;
    }

    /** Programs whose first operand is a script. */
    Globs interpreters() {
        return interpreters;
    }

    /** What the nodes of a kind are. */
    ShellNode node(int kind) {
        return nodes[kind];
    }
}

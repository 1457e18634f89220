package io.jenkins.plugins.secureexec.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page that lists the rules says what the rules files say. */
class ValidatorDocumentTest {
    private static final String BEGIN = "<!-- Rules: generated from the data; see the end of this page. -->\n";
    private static final String END = "<!-- End of the rules. -->\n";

    @Test
    void the_page_lists_the_rules_as_they_are() throws Exception {
        Path page = page();
        String now = Files.readString(page);
        String wanted =
                now.substring(0, now.indexOf(BEGIN) + BEGIN.length()) + rules() + now.substring(now.indexOf(END));
        if (Boolean.getBoolean("validator.document.write")) {
            Files.writeString(page, wanted);
            return;
        }

        assertThat(now)
                .as("docs/validator.md is out of date; the command at its end rewrites it")
                .isEqualTo(wanted);
    }

    /** The tests run in the root or in standalone/. */
    private static Path page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/validator.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/validator.md");
    }

    private static String rules() throws IOException, ValidatorUnavailableException {
        StringBuilder text = new StringBuilder();
        for (String language : SecurityValidator.languages().stream().sorted().toList()) {
            List<Rule> rules = LanguageFiles.read(language).rules();
            text.append("\n### ")
                    .append(language)
                    .append(" (")
                    .append(rules.size())
                    .append(" rules)\n");
            table(text, rules);
        }
        text.append("\n### Code that cannot be read\n\n");
        text.append("Every language has these, under its own name in place of `<language>`.\n");
        table(text, GeneralRules.all("<language>"));
        return text.append('\n').toString();
    }

    private static void table(StringBuilder text, List<Rule> rules) {
        text.append("\n| rule | category | severity | CWE | says |\n|---|---|---|---|---|\n");
        for (Rule rule : rules) {
            text.append("| `").append(rule.id()).append("` | ");
            text.append(rule.category().word()).append(" | ");
            text.append(rule.severity().word())
                    .append(rule.strictOnly() ? ", strict only" : "")
                    .append(" | ");
            text.append(rule.cwe()).append(" | ");
            text.append(rule.message().replace("{}", "…").replace("|", "\\|")).append(" |\n");
        }
    }
}

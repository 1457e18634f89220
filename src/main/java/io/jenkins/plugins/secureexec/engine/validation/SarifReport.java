package io.jenkins.plugins.secureexec.engine.validation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.secureexec.engine.Severity;
import io.jenkins.plugins.secureexec.engine.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Verdicts on many files as SARIF 2.1.0, which Warnings NG and code hosts read: the rules that hit with their help,
 * the weaknesses as a taxonomy, and files without a verdict as notifications of the tool.
 */
public final class SarifReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String CWE = "CWE";

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Rule> known = new LinkedHashMap<>();

    /** @param rules what is known about the rules that the verdicts name */
    public SarifReport(List<Rule> rules) {
        rules.forEach(rule -> known.put(rule.id(), rule));
    }

    public ObjectNode of(List<FileVerdict> verdicts) {
        ObjectNode report = mapper.createObjectNode();
        report.put("$schema", SCHEMA);
        report.put("version", "2.1.0");
        ObjectNode run = report.putArray("runs").addObject();
        Map<String, Integer> indices = new LinkedHashMap<>();
        List<Violation> examples = new ArrayList<>();
        for (FileVerdict verdict : verdicts) {
            for (Violation violation : verdict.violations()) {
                if (indices.putIfAbsent(violation.rule(), indices.size()) == null) {
                    examples.add(violation);
                }
            }
        }
        tool(run, examples);
        taxonomy(run, examples);
        invocation(run, verdicts);
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        for (FileVerdict verdict : verdicts) {
            for (Violation violation : verdict.violations()) {
                result(results.addObject(), verdict.file(), violation, indices.get(violation.rule()));
            }
        }
        return report;
    }

    private void tool(ObjectNode run, List<Violation> examples) {
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "Secure Exec");
        driver.put("informationUri", "https://plugins.jenkins.io/secure-exec/");
        ArrayNode rules = driver.putArray("rules");
        for (Violation example : examples) {
            // A finding that an administrator's own list made has no rule in a file: it speaks for itself.
            Rule rule = known.get(example.rule());
            String help = rule == null ? example.message() : rule.describe("This");
            ObjectNode entry = rules.addObject();
            entry.put("id", example.rule());
            entry.put("name", name(example.rule()));
            entry.putObject("shortDescription").put("text", help.substring(0, firstSentence(help)));
            entry.putObject("fullDescription").put("text", help);
            entry.putObject("help").put("text", help).put("markdown", help + " (" + link(example.cwe()) + ")");
            entry.putObject("defaultConfiguration").put("level", level(example.severity()));
            ObjectNode properties = entry.putObject("properties");
            properties.putArray("tags").add("security").add(example.category());
            properties.put("security-severity", score(example.severity()));
            ObjectNode relation = entry.putArray("relationships").addObject();
            weakness(relation.putObject("target"), example.cwe());
            relation.putArray("kinds").add("superset");
        }
    }

    private static int firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text.length() : end + 1;
    }

    private static void taxonomy(ObjectNode run, List<Violation> examples) {
        ObjectNode taxonomy = run.putArray("taxonomies").addObject();
        taxonomy.put("name", CWE);
        taxonomy.put("organization", "MITRE");
        taxonomy.put("informationUri", "https://cwe.mitre.org/");
        taxonomy.putObject("shortDescription").put("text", "The Common Weakness Enumeration");
        ArrayNode taxa = taxonomy.putArray("taxa");
        TreeSet<String> weaknesses = new TreeSet<>();
        examples.forEach(example -> weaknesses.add(example.cwe()));
        weaknesses.forEach(cwe -> taxa.addObject().put("id", number(cwe)).put("helpUri", uri(cwe)));
    }

    private static void invocation(ObjectNode run, List<FileVerdict> verdicts) {
        ObjectNode invocation = run.putArray("invocations").addObject();
        invocation.put("executionSuccessful", verdicts.stream().noneMatch(FileVerdict::failed));
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        verdicts.stream().filter(FileVerdict::failed).forEach(verdict -> {
            ObjectNode notification = notifications.addObject();
            notification.put("level", "error");
            notification.putObject("message").put("text", verdict.message());
            location(notification.putArray("locations").addObject(), verdict.file());
        });
    }

    private static void result(ObjectNode result, String file, Violation violation, int ruleIndex) {
        result.put("ruleId", violation.rule());
        result.put("ruleIndex", ruleIndex);
        result.put("level", level(violation.severity()));
        result.putObject("message").put("text", violation.message());
        ObjectNode region =
                location(result.putArray("locations").addObject(), file).putObject("region");
        region.put("startLine", violation.line());
        region.put("startColumn", violation.column());
        weakness(result.putArray("taxa").addObject(), violation.cwe());
    }

    private static ObjectNode location(ObjectNode location, String file) {
        ObjectNode physical = location.putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", asUri(file));
        return physical;
    }

    /** Percent-encodes what a relative reference may not hold; the first segment must not look like a scheme. */
    private static String asUri(String file) {
        StringBuilder uri = new StringBuilder();
        for (byte octet : file.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "/._-~".indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return uri.toString();
    }

    private static void weakness(ObjectNode reference, String cwe) {
        reference.put("id", number(cwe));
        reference.putObject("toolComponent").put("name", CWE).put("index", 0);
    }

    private static String number(String cwe) {
        return cwe.substring(cwe.indexOf('-') + 1);
    }

    private static String uri(String cwe) {
        return "https://cwe.mitre.org/data/definitions/" + number(cwe) + ".html";
    }

    private static String link(String cwe) {
        return "[" + cwe + "](" + uri(cwe) + ")";
    }

    private static String name(String id) {
        StringBuilder name = new StringBuilder();
        boolean up = true;
        for (char c : id.toCharArray()) {
            if (!Character.isLetterOrDigit(c)) {
                up = true;
                continue;
            }
            name.append(up ? Character.toUpperCase(c) : c);
            up = false;
        }
        return name.toString();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
        };
    }

    /** Code hosts sort by this number; the steps are those of CVSS. */
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
        };
    }
}

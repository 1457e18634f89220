package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The list of system calls that the native sandbox refuses (seccomp.yaml) as a profile for a daemon. Like the daemon's
 * default profile it names what is allowed and refuses the rest, but it is narrower: the default allows ptrace, io_uring
 * and typing into the caller's terminal, and with it a runtime that ignores SIGXFSZ turns a broken file size limit into
 * an ordinary error.
 */
final class SeccompProfile {
    private static final String LIST = "/io/jenkins/plugins/secureexec/engine/sandbox/nativehost/seccomp.yaml";
    private static final String ALLOW = "SCMP_ACT_ALLOW";
    private static final String ERRNO = "SCMP_ACT_ERRNO";
    private static final int EPERM = 1;

    private final ArrayNode rules;

    private SeccompProfile(ArrayNode rules) {
        this.rules = rules;
    }

    /** The profile as the API takes it. */
    static String json(boolean network) {
        ObjectNode profile = EngineMapper.JSON.createObjectNode();
        profile.put("defaultAction", ERRNO).put("defaultErrnoRet", EPERM);
        // The daemon takes its own; calls by the numbers of another (i386, x32) kill the process.
        ArrayNode architectures = profile.putArray("archMap");
        architectures.addObject().put("architecture", "SCMP_ARCH_X86_64").putArray("subArchitectures");
        architectures.addObject().put("architecture", "SCMP_ARCH_AARCH64").putArray("subArchitectures");
        SeccompProfile made = new SeccompProfile(profile.putArray("syscalls"));

        Map<String, List<JsonNode>> refused = new LinkedHashMap<>();
        for (JsonNode call : read(LIST).get("calls")) {
            if (!call.has("network") || call.get("network").booleanValue() == network) {
                refused.computeIfAbsent(call.get("name").textValue(), name -> new ArrayList<>())
                        .add(call);
            }
        }
        ArrayNode allowed = made.rules.addObject().put("action", ALLOW).putArray("names");
        for (JsonNode name : read("known-calls.yaml").get("calls")) {
            if (!refused.containsKey(name.textValue())) {
                allowed.add(name);
            }
        }
        refused.forEach(made::addRefused);
        return profile.toString();
    }

    private void addRefused(String name, List<JsonNode> entries) {
        JsonNode first = entries.get(0);
        if (entries.stream().anyMatch(entry -> !isAlike(entry, first))) {
            throw new IllegalStateException("seccomp.yaml: the entries of " + name + " cannot be put into one profile");
        }
        int errno = errno(first);
        if (!first.has("argument")) {
            if (errno != EPERM) {
                rule(name, ERRNO).put("errnoRet", errno);
            }
        } else if (first.has("any_bits")) {
            long bits = first.get("any_bits").longValue();
            compare(rule(name, ALLOW), first, bits, 0);
        } else if (first.has("not_in")) {
            first.get("not_in")
                    .forEach(value -> compare(rule(name, ALLOW), first, MaskedValue.ALL_BITS, value.longValue()));
        } else {
            Set<Long> values = new HashSet<>();
            entries.forEach(entry -> values.add(entry.get("equals").longValue()));
            MaskedValue.allBut(values).forEach(range -> compare(rule(name, ALLOW), first, range.mask(), range.value()));
            if (errno != EPERM) {
                values.forEach(
                        value -> compare(rule(name, ERRNO).put("errnoRet", errno), first, MaskedValue.ALL_BITS, value));
            }
        }
    }

    /** Whether an entry adds nothing to another but a value. */
    private static boolean isAlike(JsonNode entry, JsonNode first) {
        return entry == first
                || entry.has("equals")
                        && first.has("equals")
                        && entry.get("argument").equals(first.get("argument"))
                        && errno(entry) == errno(first);
    }

    private ObjectNode rule(String name, String action) {
        ObjectNode rule = rules.addObject().put("action", action);
        rule.putArray("names").add(name);
        return rule;
    }

    private static int errno(JsonNode call) {
        return switch (call.path("answer").asText("refuse")) {
            case "refuse" -> EPERM;
            case "absent" -> 38;
            case "ignore" -> 0;
            default -> throw new IllegalStateException("seccomp.yaml: unknown answer in " + call);
        };
    }

    private static void compare(ObjectNode rule, JsonNode call, long mask, long value) {
        rule.putArray("args")
                .addObject()
                .put("index", call.get("argument").intValue())
                .put("value", mask)
                .put("valueTwo", value)
                .put("op", "SCMP_CMP_MASKED_EQ");
    }

    private static JsonNode read(String resource) {
        try (InputStream in = SeccompProfile.class.getResourceAsStream(resource)) {
            return EngineMapper.YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " in the jar cannot be read", e);
        }
    }
}

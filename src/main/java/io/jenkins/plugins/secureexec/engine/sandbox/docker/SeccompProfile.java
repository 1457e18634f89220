package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The list of system calls that the native sandbox refuses (seccomp.yaml) as a profile for a daemon, which both hands to
 * libseccomp: so both sandboxes refuse the same. The daemon's default profile would do except for one thing: with it, a
 * runtime that ignores SIGXFSZ turns a broken file size limit into an ordinary error.
 *
 * <p>libseccomp compares 64 bits where the kernel takes 32 of these arguments, so equality is always masked; it takes
 * one comparison per argument, so what needs two becomes several rules, of which any one refuses.
 */
final class SeccompProfile {
    private static final String LIST = "/io/jenkins/plugins/secureexec/engine/sandbox/nativehost/seccomp.yaml";
    private static final long LOW_32_BITS = 0xFFFFFFFFL;
    /** Above every address family that there is. */
    private static final int FAMILIES = 64;

    private SeccompProfile() {}

    /** The profile as the API takes it. */
    static String json(boolean network) {
        JsonNode list = read();
        ObjectNode profile = EngineMapper.JSON.createObjectNode();
        profile.put("defaultAction", "SCMP_ACT_ALLOW");
        // The daemon takes its own; calls by the numbers of another (i386, x32) kill the process.
        ArrayNode architectures = profile.putArray("archMap");
        architectures.addObject().put("architecture", "SCMP_ARCH_X86_64").putArray("subArchitectures");
        architectures.addObject().put("architecture", "SCMP_ARCH_AARCH64").putArray("subArchitectures");
        ArrayNode rules = profile.putArray("syscalls");
        for (JsonNode call : list.get("calls")) {
            if (!call.has("network") || call.get("network").booleanValue() == network) {
                add(rules, call);
            }
        }
        return profile.toString();
    }

    private static void add(ArrayNode rules, JsonNode call) {
        if (!call.has("argument")) {
            rule(rules, call);
        } else if (call.has("equals")) {
            compare(rule(rules, call), call, "SCMP_CMP_MASKED_EQ", LOW_32_BITS, call.get("equals").longValue());
        } else if (call.has("any_bits")) {
            long bits = call.get("any_bits").longValue();
            for (long bit = 1; bit <= bits; bit <<= 1) {
                if ((bits & bit) != 0) {
                    compare(rule(rules, call), call, "SCMP_CMP_MASKED_EQ", bit, bit);
                }
            }
        } else {
            addNotIn(rules, call);
        }
    }

    private static void addNotIn(ArrayNode rules, JsonNode call) {
        Set<Long> allowed = new HashSet<>();
        call.get("not_in").forEach(value -> allowed.add(value.longValue()));
        if (allowed.equals(Set.of(0L, LOW_32_BITS))) {
            // Neither all bits clear nor all set: then somewhere around the ring a set bit stands beside a clear one.
            for (int i = 0; i < 32; i++) {
                long set = 1L << i;
                long clear = 1L << ((i + 1) % 32);
                compare(rule(rules, call), call, "SCMP_CMP_MASKED_EQ", set | clear, set);
            }
            return;
        }
        for (long value = 0; value < FAMILIES; value++) {
            if (!allowed.contains(value)) {
                compare(rule(rules, call), call, "SCMP_CMP_MASKED_EQ", LOW_32_BITS, value);
            }
        }
        compare(rule(rules, call), call, "SCMP_CMP_GE", FAMILIES, 0);
    }

    private static ObjectNode rule(ArrayNode rules, JsonNode call) {
        ObjectNode rule = rules.addObject();
        rule.putArray("names").add(call.get("name").textValue());
        rule.put("action", "SCMP_ACT_ERRNO");
        rule.put("errnoRet", switch (call.path("answer").asText("refuse")) {
            case "refuse" -> 1;
            case "absent" -> 38;
            case "ignore" -> 0;
            default -> throw new IllegalStateException("seccomp.yaml: unknown answer in " + call);
        });
        return rule;
    }

    private static void compare(ObjectNode rule, JsonNode call, String operator, long value, long valueTwo) {
        rule.putArray("args")
                .addObject()
                .put("index", call.get("argument").intValue())
                .put("value", value)
                .put("valueTwo", valueTwo)
                .put("op", operator);
    }

    private static JsonNode read() {
        try (InputStream in = SeccompProfile.class.getResourceAsStream(LIST)) {
            return EngineMapper.YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("seccomp.yaml in the jar cannot be read", e);
        }
    }
}

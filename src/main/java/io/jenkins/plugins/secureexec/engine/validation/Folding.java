package io.jenkins.plugins.secureexec.engine.validation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Computes with constants, as far as code that hides a name in them commonly does. Empty: not foldable. */
final class Folding {
    /** Doubling a text in every line must not double our memory in every line. */
    private static final int LONGEST = 10_000;

    /** What a step back in a path cannot cancel out: another, and the folder of the file. */
    private static final Set<String> OUTSIDE = Set.of("..", "__dirname");

    private Folding() {}

    static Optional<Value> apply(Operation operation, List<Value> operands) {
        if (operands.isEmpty() || operands.stream().anyMatch(Value.Unknown.class::isInstance)) {
            return Optional.empty();
        }
        Value first = operands.get(0);
        List<Value> rest = operands.subList(1, operands.size());
        return switch (operation) {
            case MEMBER,
                    MEMBERS,
                    OBJECTS,
                    ITEM,
                    LIST,
                    COMPARISON,
                    IMPORT,
                    GETTER,
                    CALLER,
                    RUNNER,
                    COPY,
                    ARITY,
                    ENTRY,
                    SEND -> Optional.empty();
            case CONCAT -> concat(operands);
            case PATH -> texts(flat(operands)).flatMap(texts -> bounded(String.join("/", texts)));
            case MODULE_PATH -> texts(operands).flatMap(texts -> bounded(normal(String.join("/", texts))));
            case ABSOLUTE_PATH -> texts(operands).flatMap(texts -> bounded(absolute(texts)));
            case CHARACTERS -> characters(operands);
            case REVERSE -> reverse(first);
            case SAME ->
                first instanceof Value.Sequence
                        ? Optional.of(first)
                        : first instanceof Value.Text text ? bounded(text.text()) : Optional.empty();
            case REPEAT -> repeat(first, rest);
            case JOIN -> join(first, rest);
            case GLUE -> join(first, rest.isEmpty() ? List.of(new Value.Text("")) : rest);
            default -> first instanceof Value.Text text ? ofText(operation, text.text(), rest) : Optional.empty();
        };
    }

    private static Optional<Value> ofText(Operation operation, String text, List<Value> rest) {
        return switch (operation) {
            case TRIM -> texts(rest).flatMap(characters -> bounded(trimmed(text, characters)));
            case LOWER -> bounded(text.toLowerCase(java.util.Locale.ROOT));
            case UPPER -> bounded(text.toUpperCase(java.util.Locale.ROOT));
            case HEX -> hex(text);
            case BASE64 -> base64(text);
            case PERCENT -> percent(text);
            case REPLACE ->
                texts(rest)
                        .filter(t -> t.size() >= 2 && !t.get(0).isEmpty())
                        .flatMap(t -> bounded(text.replace(t.get(0), t.get(1))));
            case SPLIT -> texts(rest).filter(t -> !t.isEmpty()).map(t -> split(text, t.get(0)));
            case FORMAT -> format(text, rest);
            default -> Optional.empty();
        };
    }

    private static Optional<Value> percent(String text) {
        try {
            return bounded(java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Value> bounded(CharSequence text) {
        return text.length() > LONGEST ? Optional.empty() : Optional.of(new Value.Text(text.toString()));
    }

    /** A path without what cancels out; steps that lead out of where it begins stay. */
    private static String normal(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/")) {
            boolean back = segment.equals("..") && !segments.isEmpty() && !OUTSIDE.contains(segments.getLast());
            if (back) {
                segments.removeLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", segments);
    }

    private static String absolute(List<String> parts) {
        int root = parts.size() - 1;
        while (root >= 0 && !parts.get(root).startsWith("/") && !parts.get(root).startsWith("__dirname")) {
            root--;
        }
        return normal(
                root < 0
                        ? "__dirname/" + String.join("/", parts)
                        : String.join("/", parts.subList(root, parts.size())));
    }

    /** Lists among the operands stand for their items. */
    private static List<Value> flat(List<Value> operands) {
        return operands.stream()
                .flatMap(operand -> operand instanceof Value.Sequence list ? list.items().stream() : Stream.of(operand))
                .toList();
    }

    private static Optional<List<String>> texts(List<Value> values) {
        List<String> texts = new ArrayList<>();
        for (Value value : values) {
            if (value instanceof Value.Text text) {
                texts.add(text.text());
            } else if (value instanceof Value.Number number) {
                texts.add(Long.toString(number.number()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(texts);
    }

    private static Optional<Value> concat(List<Value> operands) {
        if (operands.stream().allMatch(Value.Sequence.class::isInstance)) {
            List<Value> items = new ArrayList<>();
            operands.forEach(operand -> items.addAll(((Value.Sequence) operand).items()));
            return items.size() > LONGEST ? Optional.empty() : Optional.of(new Value.Sequence(items));
        }
        if (operands.stream().allMatch(Value.Number.class::isInstance)) {
            return Optional.of(new Value.Number(operands.stream()
                    .mapToLong(v -> ((Value.Number) v).number())
                    .sum()));
        }
        return texts(operands).flatMap(texts -> bounded(String.join("", texts)));
    }

    private static Optional<Value> characters(List<Value> operands) {
        StringBuilder text = new StringBuilder();
        List<Value> numbers = operands.get(0) instanceof Value.Sequence sequence ? sequence.items() : operands;
        for (Value value : numbers) {
            if (!(value instanceof Value.Number n) || !Character.isValidCodePoint((int) n.number())) {
                return Optional.empty();
            }
            text.appendCodePoint((int) n.number());
        }
        return bounded(text);
    }

    private static Optional<Value> reverse(Value value) {
        if (value instanceof Value.Text text) {
            return bounded(new StringBuilder(text.text()).reverse());
        }
        if (value instanceof Value.Sequence sequence) {
            List<Value> items = new ArrayList<>(sequence.items());
            Collections.reverse(items);
            return Optional.of(new Value.Sequence(items));
        }
        return Optional.empty();
    }

    private static Optional<Value> repeat(Value value, List<Value> rest) {
        if (value instanceof Value.Text text
                && rest.size() == 1
                && rest.get(0) instanceof Value.Number n
                && n.number() >= 0
                && n.number() * text.text().length() <= LONGEST) {
            return bounded(text.text().repeat((int) n.number()));
        }
        return Optional.empty();
    }

    /** {@code separator.join(list)} and {@code list.join(separator)}. */
    private static Optional<Value> join(Value first, List<Value> rest) {
        if (first instanceof Value.Text separator && rest.size() == 1) {
            if (rest.get(0) instanceof Value.Text text) {
                return separator.text().isEmpty() ? bounded(text.text()) : Optional.empty();
            }
            return rest.get(0) instanceof Value.Sequence items ? joined(separator.text(), items) : Optional.empty();
        }
        if (first instanceof Value.Sequence items && rest.size() <= 1) {
            return rest.isEmpty()
                    ? joined(",", items)
                    : texts(rest).flatMap(separator -> joined(separator.get(0), items));
        }
        return Optional.empty();
    }

    private static Optional<Value> joined(String separator, Value.Sequence sequence) {
        return texts(sequence.items()).flatMap(texts -> bounded(String.join(separator, texts)));
    }

    private static Value split(String text, String separator) {
        String quoted = java.util.regex.Pattern.quote(separator);
        return new Value.Sequence(java.util.Arrays.stream(text.split(quoted, -1))
                .<Value>map(Value.Text::new)
                .toList());
    }

    private static String trimmed(String text, List<String> characters) {
        if (characters.isEmpty()) {
            return text.strip();
        }
        int from = 0;
        int to = text.length();
        while (from < to && characters.get(0).indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && characters.get(0).indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static Optional<Value> hex(String text) {
        try {
            return bounded(new String(HexFormat.of().parseHex(text.replace(" ", "")), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // Not hexadecimal: the run fails at this place.
            return Optional.empty();
        }
    }

    private static Optional<Value> base64(String text) {
        try {
            return bounded(new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // Not base 64: the run fails at this place.
            return Optional.empty();
        }
    }

    /** {@code %s} and {@code {}}, {@code {0}}; named and dressed-up placeholders are left to be unknown. */
    private static Optional<Value> format(String text, List<Value> rest) {
        List<Value> flat = rest.size() == 1 && rest.get(0) instanceof Value.Sequence sequence ? sequence.items() : rest;
        return texts(flat)
                .flatMap(arguments -> new Placeholders(text, arguments).fill())
                .flatMap(Folding::bounded);
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that rules are about, by one of which every step from the author's objects to something refused goes. */
final class Reserved {
    private static final Pattern SEGMENT = Pattern.compile("\\**([\\p{L}\\p{N}_?!`$]+)(\\*?)");
    private static final Set<Operation> REACHING = Set.of(
            Operation.MEMBER,
            Operation.SEND,
            Operation.IMPORT,
            Operation.IMPORT_LATER,
            Operation.GETTER,
            Operation.CALLER);

    /** @param open whether the name goes on with any letters and digits */
    private record Name(String start, boolean open) {
        boolean mayBegin(String with) {
            return start.startsWith(with) || open && with.startsWith(start) && isPlain(with.substring(start.length()));
        }

        boolean mayEnd(String with) {
            int plain = with.length();
            while (open && plain > 0 && Character.isLetterOrDigit(with.charAt(plain - 1))) {
                plain--;
            }
            return start.endsWith(with.substring(0, plain));
        }

        private static boolean isPlain(String text) {
            return text.chars().allMatch(Character::isLetterOrDigit);
        }
    }

    private final List<Name> names;

    Reserved(LanguageFile file) {
        Set<Name> found = new LinkedHashSet<>();
        for (Rule rule : file.rules()) {
            rule.symbols().patterns().forEach(symbol -> addSegments(symbol, found));
            rule.imports().forEach(module -> addSegments(module, found));
            if (rule.onlyWith().isEmpty()) {
                rule.text().patterns().forEach(text -> addFirst(text, found));
            }
        }
        file.held().keySet().forEach(module -> addSegments(module, found));
        file.roots().forEach(root -> addSegments(root, found));
        file.intrinsics().forEach((symbol, operation) -> addReaching(symbol, operation, found));
        file.textMethods().forEach((method, operation) -> addReaching(method, operation, found));
        names = new ArrayList<>(found);
    }

    private static void addReaching(String symbol, Operation operation, Set<Name> found) {
        if (REACHING.contains(operation)) {
            addSegments(symbol, found);
        }
    }

    private static void addSegments(String path, Set<Name> found) {
        for (String segment : path.split("[./]")) {
            addFirst(segment, found);
        }
    }

    private static void addFirst(String segment, Set<Name> found) {
        Matcher name = SEGMENT.matcher(segment);
        if (name.lookingAt()) {
            found.add(new Name(name.group(1), !name.group(2).isEmpty()));
        }
    }

    /** Whether any of them may begin and end like this. */
    boolean mayBe(NameTemplate template) {
        return names.stream().anyMatch(name -> name.mayBegin(template.start()) && name.mayEnd(template.end()));
    }
}

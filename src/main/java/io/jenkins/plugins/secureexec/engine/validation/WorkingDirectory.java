package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a shell script is behind a {@code cd}, and what files its words mean from there, wildcards included. */
final class WorkingDirectory {
    /** So far up is the root, where it has such a directory; projects have a {@code ../../lib}, too. */
    private static final java.util.regex.Pattern CLIMB =
            java.util.regex.Pattern.compile("(\\.\\./){3,}(etc|root|boot|proc|sys|dev)(/.*)?");

    /** Where a script may do as it likes, so that it does not matter where it is. */
    private static final java.util.regex.Pattern SCRATCH =
            java.util.regex.Pattern.compile("/(tmp|var/tmp|dev/shm|workspace)(/.*)?");

    private final Wildcards wildcards;
    private final Set<String> scripted;

    /** Empty where the script says nothing of it. */
    private String path = "";
    /** The place up to which it holds. */
    private int end;

    /** {@code scripted} are programs whose first operand is no file. */
    WorkingDirectory(Wildcards wildcards, Set<String> scripted) {
        this.wildcards = wildcards;
        this.scripted = scripted;
    }

    /** Takes a {@code cd}, which holds up to that place of the script. */
    void enter(CommandLine line, int holdsTo) {
        String target = line.arguments().stream()
                .filter(each -> !each.startsWith("-"))
                .findFirst()
                .map(each -> meant(each, line.at()))
                .orElse("");
        boolean told = target.startsWith("~/.")
                || target.startsWith("/") && !SCRATCH.matcher(target).matches();
        path = told ? target : "";
        end = holdsTo;
    }

    /** The line with the paths that its arguments mean; empty where they are just those. */
    Optional<CommandLine> meant(CommandLine line) {
        List<String> words = null;
        boolean script = scripted.contains(line.name());
        for (int i = 1; i < line.words().size(); i++) {
            String word = line.words().get(i);
            if (script && !word.startsWith("-")) {
                script = false;
                continue;
            }
            String meant = meant(word, line.at());
            if (!meant.equals(word)) {
                words = words == null ? new ArrayList<>(line.words()) : words;
                words.set(i, meant);
            }
        }
        return Optional.ofNullable(words).map(line::withWords);
    }

    /** The path that a word at a place of the script means. */
    String meant(String word, int at) {
        return wildcards.meant(absolute(word, at));
    }

    private String absolute(String word, int at) {
        boolean climbs = word.startsWith("../../../") && CLIMB.matcher(word).matches();
        boolean relative = !path.isEmpty() && at < end && isRelative(word);
        if (climbs) {
            return plain("/" + word);
        }
        if (relative) {
            return plain(path + "/" + word);
        }
        return word.startsWith("/") && (word.contains("/.") || word.contains("//")) ? plain(word) : word;
    }

    private static boolean isRelative(String word) {
        return !word.isEmpty() && "/~-$(&".indexOf(word.charAt(0)) < 0;
    }

    /** Without {@code ..} and the like. */
    private static String plain(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
    }
}

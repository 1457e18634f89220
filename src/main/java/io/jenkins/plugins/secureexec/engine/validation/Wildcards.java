package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;

/** Says which of the files that nobody else may read or write a path with wildcards means. */
record Wildcards(List<String> files) {
    private static final java.util.regex.Pattern PART =
            java.util.regex.Pattern.compile("\\*+|\\?|\\[[^\\]/]+]|[^*?\\[]+|\\[");

    /** The first of the files that the path means; the path itself where it means none or is a pattern of all files. */
    String meant(String path) {
        boolean rooted = path.startsWith("/") || path.startsWith("~");
        if (!rooted || !isPattern(path) || path.contains(CommandLine.HOLE)) {
            return path;
        }
        String pattern = PART.matcher(path)
                .replaceAll(part -> java.util.regex.Matcher.quoteReplacement(expression(part.group())));
        return files.stream().filter(each -> each.matches(pattern)).findFirst().orElse(path);
    }

    private static boolean isPattern(String path) {
        boolean wildcard = path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
        return wildcard && path.chars().anyMatch(Character::isLetter);
    }

    private static String expression(String part) {
        return switch (part.charAt(0)) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            case '[' -> part.length() > 1 ? "[^/]" : "\\[";
            default -> java.util.regex.Pattern.quote(part);
        };
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;

/** Says which of the files that nobody else may read or write a path with wildcards means. */
record Wildcards(List<String> files) {
    private static final java.util.regex.Pattern ONE_OF = java.util.regex.Pattern.compile("\\[[^\\]/]{1,80}+]");

    /** The first of the files that the path means; the path itself where it means none or is a pattern of all files. */
    String meant(String path) {
        boolean rooted = path.startsWith("/") || path.startsWith("~");
        if (!rooted || !isPattern(path) || path.contains(CommandLine.HOLE)) {
            return path;
        }
        String pattern = ONE_OF.matcher(path).replaceAll("?");
        return files.stream().filter(each -> matches(pattern, each)).findFirst().orElse(path);
    }

    private static boolean isPattern(String path) {
        boolean wildcard = path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
        return wildcard && path.chars().anyMatch(Character::isLetter);
    }

    /** No regular expression: the script may have made the pattern as long as it likes. */
    private static boolean matches(String pattern, String file) {
        int at = 0;
        int behindStar = -1;
        int resume = 0;
        for (int i = 0; i < file.length(); ) {
            char wanted = at < pattern.length() ? pattern.charAt(at) : 0;
            if (wanted == '*') {
                behindStar = ++at;
                resume = i;
            } else if (wanted == file.charAt(i) || wanted == '?' && file.charAt(i) != '/') {
                at++;
                i++;
            } else if (behindStar >= 0 && file.charAt(resume) != '/') {
                at = behindStar;
                i = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(c -> c == '*');
    }
}

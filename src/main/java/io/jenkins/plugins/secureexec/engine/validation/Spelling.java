package io.jenkins.plugins.secureexec.engine.validation;

import java.text.Normalizer;

/** The ways in which a language lets one and the same name be written. */
record Spelling(LanguageFile file) {

    /** A name as the language compares it. */
    String identifier(String written) {
        String prefix = file.names().prefix();
        String bare = written.startsWith(prefix) ? written.substring(prefix.length()) : written;
        String plain = file.names().escapes() ? Escapes.resolve(bare) : bare;
        if (file.names().normalize() == null || isAscii(plain)) {
            return plain;
        }
        return file.names().normalize().equals("ignorable")
                ? withoutIgnorable(plain)
                : Normalizer.normalize(plain, Normalizer.Form.NFKC);
    }

    private static String withoutIgnorable(String name) {
        StringBuilder kept = new StringBuilder(name.length());
        name.codePoints().filter(c -> !Character.isIdentifierIgnorable(c)).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** A path with dots between its segments. */
    String dotted(String path) {
        String dotted = path;
        for (String separator : file.separators()) {
            dotted = dotted.startsWith(separator) ? dotted.substring(separator.length()) : dotted;
            dotted = dotted.replace(separator, ".");
        }
        return dotted;
    }

    /** The one name of a symbol that has several. */
    String canonical(String path) {
        int dot = path.indexOf('.');
        for (String prefix : file.modulePrefixes()) {
            if (path.startsWith(prefix)) {
                return canonical(path.substring(prefix.length()));
            }
        }
        String whole = dot > 0 && file.roots().contains(path.substring(0, dot)) ? path.substring(dot + 1) : path;
        String name = file.equivalents().getOrDefault(whole, whole);
        return file.held().isEmpty() ? name : held(name);
    }

    /** An unknown object may well have an attribute of a module's name. */
    private String held(String name) {
        int last = name.lastIndexOf('.');
        String module = last > 0 && name.charAt(0) != '?' && name.indexOf('(') < 0 && name.indexOf('[') < 0
                ? file.held().get(name.substring(last + 1))
                : null;
        return module == null ? name : module;
    }

    /** Whether the token stands between the segments of a path. */
    boolean isSeparator(String token) {
        return token.equals(".") || file.separators().contains(token);
    }
}

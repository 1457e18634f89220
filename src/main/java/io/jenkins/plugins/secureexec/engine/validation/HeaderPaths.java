package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which files a directive names by macros of the file's own, or asks for in a condition. */
final class HeaderPaths {
    private static final Pattern NAMED =
            Pattern.compile("#\\s*(?:include|include_next|import|embed)\\s+([A-Za-z_$][\\w$]*.*)", Pattern.DOTALL);
    private static final Pattern CONDITION = Pattern.compile("#\\s*(?:el)?if\\b(.*)", Pattern.DOTALL);
    private static final Pattern HEADER = Pattern.compile("\"[^\"]+\"|<[^<>\"]+>");
    private static final Pattern ASKED = Pattern.compile("\\(<[^<>\"]*>|\"[^\"]*\"");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int MOST = 64;

    private final Macros macros;
    private final MacroExpansion expansion;
    private final boolean asks;

    HeaderPaths(Macros macros, MacroExpansion expansion, String text) {
        this.macros = macros;
        this.expansion = expansion;
        this.asks = text.contains("__has_");
    }

    /**
     * The paths that an {@code #include NAME} may mean, all of them headers' names; or else one that none is; empty
     * where the directive names no macro that the file defines.
     */
    List<String> included(String line) {
        Matcher named = NAMED.matcher(line);
        if (!named.matches()) {
            return List.of();
        }
        CTokens tokens = CTokens.of(" " + named.group(1));
        if (!macros.defines(tokens.text(0))) {
            return List.of();
        }
        // Under another condition the name may stand for nothing, which includes nothing.
        List<String> paths =
                meanings(tokens).stream().filter(path -> !macros.defines(path)).toList();
        boolean headers = !paths.isEmpty()
                && paths.stream().allMatch(path -> HEADER.matcher(path).matches());
        return headers ? paths : List.of(tokens.text(0) + "()");
    }

    /** The files outside the project that a condition asks for: {@code __has_include} tells whether there is one. */
    List<String> asked(String line) {
        Matcher condition = asks ? CONDITION.matcher(line) : null;
        if (condition == null || !condition.matches()) {
            return List.of();
        }
        List<String> paths = new ArrayList<>();
        for (String meaning : meanings(CTokens.of(" " + condition.group(1)))) {
            ASKED.matcher(meaning)
                    .results()
                    .map(found -> found.group().replace("(", ""))
                    .filter(path -> path.startsWith("/", 1) || path.contains("..") || path.startsWith(":", 2))
                    .forEach(paths::add);
        }
        return paths;
    }

    private Set<String> meanings(CTokens tokens) {
        List<MacroToken> source = new ArrayList<>();
        for (int token = 0; token < tokens.count(); token++) {
            source.add(MacroToken.of(tokens, token));
        }
        Set<String> meanings = new LinkedHashSet<>();
        MacroChoice choice = MacroChoice.first();
        do {
            StringBuilder text = new StringBuilder();
            expansion.expand(source, choice).forEach(token -> text.append(token.text()));
            meanings.add(BLANKS.matcher(text).replaceAll(""));
        } while (meanings.size() < MOST && choice.next());
        return meanings;
    }
}

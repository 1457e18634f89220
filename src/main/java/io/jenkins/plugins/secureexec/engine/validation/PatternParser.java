package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;

/** Reads the S-expression of one query. */
final class PatternParser {
    private final String query;
    private final Kinds grammar;
    private int at;

    PatternParser(String query, Kinds grammar) {
        this.query = query;
        this.grammar = grammar;
    }

    Pattern parse() {
        Pattern pattern = pattern(0);
        skipSpace();
        if (at < query.length()) {
            throw wrong("expected the end");
        }
        return pattern;
    }

    private Pattern pattern(int field) {
        skipSpace();
        boolean anchored = peek() == '.';
        if (anchored) {
            at++;
            skipSpace();
        }
        List<Integer> kinds = new ArrayList<>();
        List<Pattern> children = new ArrayList<>();
        List<Integer> absent = new ArrayList<>();
        List<Integer> absentTokens = new ArrayList<>();
        switch (peek()) {
            case '"' -> kinds.add(grammar.anonymous(token()));
            case '[' -> alternatives(kinds);
            case '(' -> {
                at++;
                kind(kinds);
                children(children, absent, absentTokens);
                expect(')');
            }
            default -> throw wrong("expected a node");
        }
        return new Pattern(kinds, field, captures(), children, absent, absentTokens, anchored);
    }

    /** Alternatives carry no children of their own: rules that need them are two queries. */
    private void alternatives(List<Integer> kinds) {
        expect('[');
        while (peek() != ']') {
            if (peek() == '"') {
                kinds.add(grammar.anonymous(token()));
            } else {
                expect('(');
                kind(kinds);
                expect(')');
            }
        }
        expect(']');
    }

    private void kind(List<Integer> kinds) {
        skipSpace();
        if (peek() == '[') {
            alternatives(kinds);
            return;
        }
        String name = word();
        kinds.add(name.equals("_") ? Kinds.ANY : grammar.kind(name));
    }

    private void children(List<Pattern> children, List<Integer> absent, List<Integer> absentTokens) {
        while (peek() != ')') {
            if (peek() == '!') {
                at++;
                if (peek() == '"') {
                    absentTokens.add(grammar.anonymous(token()));
                } else {
                    absent.add(grammar.field(word()));
                }
            } else if (Character.isLetter(peek())) {
                int field = grammar.field(word());
                expect(':');
                children.add(pattern(field));
            } else {
                children.add(pattern(0));
            }
        }
    }

    private List<String> captures() {
        List<String> names = new ArrayList<>();
        while (at < query.length() && peek() == '@') {
            at++;
            names.add(word());
        }
        return List.copyOf(names);
    }

    private String token() {
        int close = query.indexOf('"', at + 1);
        if (close < 0) {
            throw wrong("the token does not end");
        }
        String token = query.substring(at + 1, close);
        at = close + 1;
        return token;
    }

    private String word() {
        int start = at;
        while (at < query.length() && (Character.isLetterOrDigit(query.charAt(at)) || query.charAt(at) == '_')) {
            at++;
        }
        if (start == at) {
            throw wrong("expected a name");
        }
        return query.substring(start, at);
    }

    private char peek() {
        skipSpace();
        return at < query.length() ? query.charAt(at) : 0;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw wrong("expected '" + wanted + "'");
        }
        at++;
    }

    private void skipSpace() {
        while (at < query.length() && Character.isWhitespace(query.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(why + " at character " + at + " of the query " + query);
    }
}

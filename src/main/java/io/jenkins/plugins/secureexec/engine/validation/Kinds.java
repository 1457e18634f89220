package io.jenkins.plugins.secureexec.engine.validation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.treesitter.TSLanguage;
import org.treesitter.TSSymbolType;

/** The node kinds and fields of a grammar. Kinds that share a name (aliases) share a number. */
final class Kinds {
    static final int ANY = -1;
    /** tree-sitter's own symbol for what it could not parse. */
    private static final int ERROR_SYMBOL = 0xFFFF;

    private final int[] canonical;
    private final boolean[] named;
    private final String[] names;
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<String, Integer> anonymousByName = new HashMap<>();
    private final Map<String, Integer> fields = new HashMap<>();
    private final int fieldCount;

    Kinds(TSLanguage language) {
        int count = language.symbolCount();
        canonical = new int[count];
        named = new boolean[count + 1];
        names = new String[count + 1];
        for (int symbol = 0; symbol < count; symbol++) {
            names[symbol] = language.symbolName(symbol);
            TSSymbolType type = language.symbolType(symbol);
            named[symbol] = type == TSSymbolType.TSSymbolTypeRegular;
            Map<String, Integer> table = type == TSSymbolType.TSSymbolTypeAnonymous ? anonymousByName : byName;
            if (type == TSSymbolType.TSSymbolTypeAuxiliary) {
                canonical[symbol] = symbol;
                continue;
            }
            Integer first = table.putIfAbsent(names[symbol], symbol);
            canonical[symbol] = first == null ? symbol : first;
        }
        names[count] = "ERROR";
        named[count] = true;
        byName.put("ERROR", count);
        fieldCount = language.fieldCount();
        for (int id = 1; id <= fieldCount; id++) {
            fields.put(language.fieldNameForId(id), id);
        }
    }

    int canonical(int symbol) {
        return symbol == ERROR_SYMBOL ? canonical.length : canonical[symbol];
    }

    int count() {
        return names.length;
    }

    boolean error(int kind) {
        return kind == canonical.length;
    }

    boolean named(int kind) {
        return named[kind];
    }

    boolean comment(int kind) {
        return names[kind].contains("comment");
    }

    String name(int kind) {
        return names[kind];
    }

    /** The number of a named kind. A rules file that names none of the grammar's is broken. */
    int kind(String name) {
        return known(byName, name, "node kind");
    }

    int anonymous(String token) {
        return known(anonymousByName, token, "token");
    }

    int field(String name) {
        return known(fields, name, "field");
    }

    /** Fields are numbered from one to this. */
    int fieldCount() {
        return fieldCount;
    }

    Optional<Integer> optionalField(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private static int known(Map<String, Integer> table, String name, String what) {
        Integer number = table.get(name);
        if (number == null) {
            throw new IllegalArgumentException("the grammar has no " + what + " '" + name + "'");
        }
        return number;
    }
}

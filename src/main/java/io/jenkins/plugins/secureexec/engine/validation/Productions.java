package io.jenkins.plugins.secureexec.engine.validation;

import com.sun.jna.Pointer;
import java.util.Arrays;

/**
 * What a grammar's productions say of their children, from the tables that the grammar's library holds ({@code struct
 * TSLanguage} of {@code parser.h}, the same for the interface's versions 13 to 15, 64 bits).
 */
final class Productions {
    private static final int OLDEST = 13;
    private static final int NEWEST = 15;

    private final int[] publicSymbols;
    private final short[] aliases;
    private final int longest;
    private final int[][] fields;

    private Productions(Pointer language) {
        publicSymbols = new int[language.getInt(4) + language.getInt(8)];
        Pointer symbols = language.getPointer(112);
        for (int symbol = 0; symbol < publicSymbols.length; symbol++) {
            publicSymbols[symbol] = symbols.getShort(2L * symbol) & 0xFFFF;
        }
        int productions = language.getInt(28);
        longest = language.getShort(36) & 0xFFFF;
        aliases = productions * longest == 0
                ? new short[0]
                : language.getPointer(128).getShortArray(0, productions * longest);
        fields = new int[productions][];
        boolean named = language.getInt(32) > 0;
        for (int production = 0; production < productions; production++) {
            fields[production] = named ? fields(language, production) : new int[0];
        }
    }

    private static int[] fields(Pointer language, int production) {
        Pointer slice = language.getPointer(88).share(4L * production);
        Pointer entries = language.getPointer(96).share(4L * (slice.getShort(0) & 0xFFFF));
        int[] byChild = new int[0];
        for (int entry = 0; entry < (slice.getShort(2) & 0xFFFF); entry++) {
            int child = entries.getByte(4L * entry + 2) & 0xFF;
            boolean inherited = entries.getByte(4L * entry + 3) != 0;
            if (!inherited) {
                byChild = child < byChild.length ? byChild : Arrays.copyOf(byChild, child + 1);
                byChild[child] = byChild[child] != 0 ? byChild[child] : entries.getShort(4L * entry) & 0xFFFF;
            }
        }
        return byChild;
    }

    /** The tables that begin at the address. */
    static Productions at(long address) {
        Pointer language = new Pointer(address);
        int version = language.getInt(0);
        if (version < OLDEST || version > NEWEST) {
            throw new IllegalArgumentException("the grammar has version " + version);
        }
        return new Productions(language);
    }

    /** The symbol that the grammar's users see for one of its own. */
    int publicSymbol(int symbol) {
        return symbol < publicSymbols.length ? publicSymbols[symbol] : symbol;
    }

    /** The other symbol that a child has under such a production, or 0. */
    int alias(int production, int child) {
        return production == 0 || child >= longest ? 0 : aliases[production * longest + child] & 0xFFFF;
    }

    int field(int production, int child) {
        int[] byChild = fields[production];
        return child < byChild.length ? byChild[child] : 0;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;

/**
 * Reads the tree from the memory where the parser keeps it, some thirty times as fast as by the binding's calls. Only
 * for a library whose layout is known; see {@link CoreLibrary}.
 */
final class MemoryReader implements TreeReader {
    private final Kinds kinds;
    private final Productions productions;

    private MemoryReader(Kinds kinds, Productions productions) {
        this.kinds = kinds;
        this.productions = productions;
    }

    /** Empty where the library or the grammar is not one whose layout is known. */
    static Optional<TreeReader> of(TSLanguage language, Kinds kinds) {
        try {
            OptionalLong tables = BindingFields.tables(language);
            return tables.isPresent() && CoreLibrary.isKnown()
                    ? Optional.of(new MemoryReader(kinds, Productions.at(tables.getAsLong())))
                    : Optional.empty();
        } catch (LinkageError | IllegalArgumentException e) {
            // No JNA for this platform, or another version of the grammar's interface: it is only slower.
            return Optional.empty();
        }
    }

    @Override
    public Optional<SyntaxTree> read(TSNode root, byte[] source, Deadline deadline) {
        TreeBuilder tree = new TreeBuilder(source, kinds, Natives.hasError(root));
        return new Walk(tree).run(root, deadline) ? Optional.of(tree.tree()) : Optional.empty();
    }

    /** The nodes from the root to here, visible or not: nothing here may need recursion. */
    private final class Walk {
        private final TreeBuilder tree;
        private final Subtree node = new Subtree();
        private Level[] levels = new Level[64];
        private int depth;
        /** Of every level the words of its children, one level after the other. */
        private long[] words = new long[512];

        private int top;

        Walk(TreeBuilder tree) {
            this.tree = tree;
        }

        boolean run(TSNode root, Deadline deadline) {
            node.load(node.wordAt(BindingFields.subtree(root).orElseThrow()));
            visit(node.symbol(), 0, BindingFields.startByte(root));
            for (int steps = 1; depth > 0; steps++) {
                if (steps % DEADLINE_EVERY == 0 && deadline.passed()) {
                    return false;
                }
                Level level = levels[depth - 1];
                if (level.next < level.end) {
                    child(level);
                } else {
                    leave(level);
                }
            }
            return true;
        }

        private void child(Level level) {
            boolean first = level.next == level.begin;
            node.load(words[level.next++]);
            int begin = level.position + (first ? 0 : node.padding());
            level.position = begin + node.size();
            int alias = 0;
            int field = 0;
            if (!node.extra()) {
                alias = productions.alias(level.production, level.structural);
                field = productions.field(level.production, level.structural++);
                field = field == 0 ? level.field : field;
            }
            if (alias != 0 || node.visible()) {
                visit(alias != 0 ? alias : node.symbol(), field, begin);
            } else if (node.hasVisibleChildren()) {
                enter(begin, field, false);
            }
        }

        private void visit(int symbol, int field, int begin) {
            int kind = kinds.canonical(productions.publicSymbol(symbol));
            if (node.hasVisibleChildren()) {
                tree.open(kind, field, begin);
                enter(begin, 0, true);
                return;
            }
            tree.leaf(kind, field, begin, begin + node.size());
            if (tree.seeksError() && node.missing()) {
                tree.missing();
            }
        }

        private void enter(int begin, int field, boolean visible) {
            if (depth == levels.length) {
                levels = Arrays.copyOf(levels, depth * 2);
            }
            Level level = levels[depth] == null ? new Level() : levels[depth];
            levels[depth++] = level;
            level.begin = top;
            level.next = top;
            level.end = top + node.children();
            level.position = begin;
            level.production = node.production();
            level.structural = 0;
            level.field = field;
            level.visible = visible;
            if (level.end > words.length) {
                words = Arrays.copyOf(words, Math.max(level.end, words.length * 2));
            }
            node.copyChildren(words, top);
            top = level.end;
        }

        private void leave(Level level) {
            top = level.begin;
            depth--;
            if (level.visible) {
                tree.close();
            }
        }
    }

    /** A node whose children are being read. */
    private static final class Level {
        private int begin;
        private int next;
        private int end;
        private int position;
        private int production;
        /** How many children there were so far that belong to the production. */
        private int structural;
        /** The field of a node that is not visible, which its children have unless they have one of their own. */
        private int field;

        private boolean visible;
    }
}

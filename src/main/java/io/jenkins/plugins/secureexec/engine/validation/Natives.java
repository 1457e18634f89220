package io.jenkins.plugins.secureexec.engine.validation;

import org.treesitter.TSNode;
import org.treesitter.TSParser;

/**
 * The binding's own static natives, which only a subclass may call: its public accessors check every node for null
 * with a second native call, which doubles the time of a walk. Never instantiated.
 */
abstract class Natives extends TSParser {
    private Natives() {}

    static long cursor(TSNode root) {
        return ts_tree_cursor_new(root);
    }

    static void free(long cursor) {
        ts_tree_cursor_delete(cursor);
        free_cursor(cursor);
    }

    static boolean gotoFirstChild(long cursor) {
        return ts_tree_cursor_goto_first_child(cursor);
    }

    static boolean gotoNextSibling(long cursor) {
        return ts_tree_cursor_goto_next_sibling(cursor);
    }

    static boolean gotoParent(long cursor) {
        return ts_tree_cursor_goto_parent(cursor);
    }

    static TSNode currentNode(long cursor) {
        return ts_tree_cursor_current_node(cursor);
    }

    static int currentFieldId(long cursor) {
        return ts_tree_cursor_current_field_id(cursor);
    }

    static int symbol(TSNode node) {
        return ts_node_symbol(node);
    }

    static int startByte(TSNode node) {
        return ts_node_start_byte(node);
    }

    static int endByte(TSNode node) {
        return ts_node_end_byte(node);
    }

    static boolean hasError(TSNode node) {
        return ts_node_has_error(node);
    }

    static boolean isMissing(TSNode node) {
        return ts_node_is_missing(node);
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which of its definitions each macro that has several stands for in one expansion. Which one the compiler takes only
 * the conditions around them tell, so that one choice after another is tried.
 */
final class MacroChoice {
    private final int otherwise;
    private final Map<String, Integer> chosen = new LinkedHashMap<>();
    private final Map<String, Integer> choices = new LinkedHashMap<>();
    private boolean pastes;

    private MacroChoice(int otherwise) {
        this.otherwise = otherwise;
    }

    /** Every macro's first definition; {@link #next} goes on from there. */
    static MacroChoice first() {
        return new MacroChoice(0);
    }

    /** Every macro's n-th definition, or its last. */
    static MacroChoice uniform(int n) {
        return new MacroChoice(n);
    }

    /** One macro's n-th definition, and the first of all others. */
    static MacroChoice of(String macro, int n) {
        MacroChoice choice = first();
        choice.chosen.put(macro, n);
        return choice;
    }

    /** The number of the definition that the macro has now, of so many. */
    int among(String macro, int definitions) {
        choices.put(macro, definitions);
        return chosen.computeIfAbsent(macro, name -> Math.min(otherwise, definitions - 1));
    }

    /** The macros with several definitions that were met. */
    Set<String> macros() {
        return choices.keySet();
    }

    /** Notes that names were made of parts, which may be parts of different definitions. */
    void paste() {
        pastes = true;
    }

    boolean pastes() {
        return pastes;
    }

    /** Goes on to another combination, the macro that was met last first; false where all have been tried. */
    boolean next() {
        while (!chosen.isEmpty()) {
            String last =
                    chosen.keySet().stream().reduce((before, after) -> after).orElseThrow();
            int more = chosen.remove(last) + 1;
            if (more < choices.get(last)) {
                chosen.put(last, more);
                return true;
            }
            choices.remove(last);
        }
        return false;
    }
}

package io.jenkins.plugins.secureexec.engine.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes with operands that may each be one of several constants. */
final class Combinations {
    private static final int MOST_OPERANDS = 256;
    private static final int MOST_COMBINATIONS = 48;
    /** All that they give; what a line doubles must not fill the memory. */
    private static final int LONGEST = 160_000;

    private Combinations() {}

    /** Every combination of the operands' alternatives, if there are few and all are constants. */
    static Optional<List<Value>> fold(Operation operation, List<List<Value>> operands) {
        if (operands.size() > MOST_OPERANDS) {
            return Optional.empty();
        }
        List<List<Value>> combinations = List.of(List.of());
        for (List<Value> operand : operands) {
            List<List<Value>> longer = new ArrayList<>();
            for (List<Value> combination : combinations) {
                for (Value value : operand) {
                    List<Value> next = new ArrayList<>(combination);
                    next.add(value);
                    longer.add(next);
                }
            }
            combinations = longer;
            if (combinations.size() > MOST_COMBINATIONS) {
                return Optional.empty();
            }
        }
        Alternatives folded = new Alternatives();
        boolean any = false;
        int length = 0;
        for (List<Value> combination : combinations) {
            Optional<Value> value = Folding.apply(operation, combination);
            any |= value.isPresent();
            length +=
                    value.orElse(null) instanceof Value.Text text ? text.text().length() : 0;
            if (length > LONGEST) {
                return Optional.empty();
            }
            folded.add(value.orElseGet(Value.Unknown::new));
        }
        return any ? Optional.of(folded.list()) : Optional.empty();
    }
}

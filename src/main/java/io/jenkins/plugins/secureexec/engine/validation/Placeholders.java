package io.jenkins.plugins.secureexec.engine.validation;

import java.util.List;
import java.util.Optional;

/** Fills {@code %s}, {@code %c}, {@code {}} and {@code {0}}. Empty where the format asks for anything else. */
record Placeholders(String format, List<String> arguments) {

    Optional<String> fill() {
        StringBuilder filled = new StringBuilder();
        int next = 0;
        for (int at = 0; at < format.length(); at++) {
            char c = format.charAt(at);
            if (c == '%' && at + 1 < format.length() && next < arguments.size()) {
                char kind = format.charAt(++at);
                if (kind != 's' && kind != 'c') {
                    return Optional.empty();
                }
                filled.append(arguments.get(next++));
            } else if (c == '{') {
                int close = format.indexOf('}', at);
                int index = close < 0 ? -1 : close == at + 1 ? next++ : digit(format.substring(at + 1, close));
                if (index < 0 || index >= arguments.size()) {
                    return Optional.empty();
                }
                filled.append(arguments.get(index));
                at = close;
            } else {
                filled.append(c);
            }
        }
        return Optional.of(filled.toString());
    }

    private static int digit(String index) {
        return index.length() == 1 ? Character.digit(index.charAt(0), 10) : -1;
    }
}

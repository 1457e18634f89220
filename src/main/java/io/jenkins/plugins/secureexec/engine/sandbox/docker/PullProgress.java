package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.sandbox.OutputCapture;
import java.util.HashMap;
import java.util.Map;

/** Turns what a daemon tells of each layer into a line for every tenth of the whole. */
final class PullProgress {
    private static final int STEP = 10;

    private final ImageName image;
    private final OutputCapture output;
    private final Map<String, long[]> layers = new HashMap<>();
    private long whole;
    private int told;

    @CheckForNull
    private String error;

    PullProgress(ImageName image, OutputCapture output) {
        this.image = image;
        this.output = output;
    }

    synchronized void add(PullResponseItem item) {
        if (item.getErrorDetail() != null) {
            error = String.valueOf(item.getErrorDetail().getMessage());
            return;
        }
        ProgressDetail detail = item.getProgressDetail();
        if ("Downloading".equals(item.getStatus())
                && detail != null
                && detail.getTotal() != null
                && detail.getCurrent() != null) {
            layers.put(item.getId(), new long[] {detail.getCurrent(), detail.getTotal()});
        } else if ("Download complete".equals(item.getStatus())) {
            // A daemon leaves out what it has no time to tell, such as the last part.
            layers.computeIfPresent(item.getId(), (id, layer) -> new long[] {layer[1], layer[1]});
        } else {
            return;
        }
        tell();
    }

    private void tell() {
        long current = layers.values().stream().mapToLong(layer -> layer[0]).sum();
        long total = layers.values().stream().mapToLong(layer -> layer[1]).sum();
        int percent = (int) (100 * current / Math.max(1, total));
        // Layers become known one after the other, so the whole may grow, and the percentage of it fall.
        told = total > whole ? Math.min(told, percent - percent % STEP) : told;
        whole = total;
        if (percent >= told + STEP) {
            told = percent - percent % STEP;
            output.progress("Pulling the image " + image + ": " + told + " % of " + (total >> 20) + " MB");
        }
    }

    @CheckForNull
    synchronized String error() {
        return error;
    }
}

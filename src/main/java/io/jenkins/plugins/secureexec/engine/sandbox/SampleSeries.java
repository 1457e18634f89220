package io.jenkins.plugins.secureexec.engine.sandbox;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.secureexec.engine.ResourceUsage.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps a bounded number of samples of a run of any length: when it is full, every second one goes. */
public final class SampleSeries {
    private static final int CAPACITY = 120;

    private final List<Sample> samples = new ArrayList<>();
    private long intervalNanos = TimeUnit.MILLISECONDS.toNanos(50);
    private long lastNanos = -intervalNanos;
    private Long lastCpuNanos;

    /** Takes a look into account, if it is time for one. */
    public void add(long nanos, @CheckForNull Long memoryBytes, @CheckForNull Long cpuNanos) {
        if (memoryBytes == null || nanos - lastNanos < intervalNanos) {
            return;
        }
        Double cpuPercent = cpuNanos == null || lastCpuNanos == null
                ? null
                : round(100.0 * (cpuNanos - lastCpuNanos) / (nanos - lastNanos));
        samples.add(new Sample(round(nanos / 1e9), round(memoryBytes / 1048576.0), cpuPercent));
        lastNanos = nanos;
        lastCpuNanos = cpuNanos;
        if (samples.size() == CAPACITY) {
            thin();
        }
    }

    /** What was kept, in the order of time. */
    public List<Sample> toList() {
        return List.copyOf(samples);
    }

    private void thin() {
        List<Sample> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            kept.add(samples.get(i));
        }
        samples.clear();
        samples.addAll(kept);
        intervalNanos *= 2;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}

package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.nio.file.Path;
import java.util.List;

/** Makes groups that are held by looking at them, where there are no control groups to be had. */
final class SampledGroups implements TaskGroups {
    @Override
    public String kind() {
        return "sampling";
    }

    @Override
    public List<String> notEnforced() {
        return List.of("max_cpu_percent");
    }

    @Override
    public List<Path> directories() {
        return List.of();
    }

    @Override
    public TaskGroup create(String name) {
        return new SampledGroup();
    }
}

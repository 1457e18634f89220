package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** All tasks of one stage, held to its limits and counted together. */
sealed interface TaskGroup extends AutoCloseable permits ControlGroupV2, ControlGroupV1, SampledGroup {
    /** The files that a process writes its pid into to become a member; none where membership is by descent. */
    List<Path> joinFiles();

    /** Tells the group which process its tasks descend from, once it is there. */
    void started(ProcessHandle launcher);

    /**
     * Sets the limits of the stage.
     *
     * @param memoryBytes that its tasks may have together, their files in memory included
     * @param tasks that may be in it at once
     * @param cpuPercent of one core
     */
    void limit(long memoryBytes, int tasks, int cpuPercent) throws IOException;

    /** Where its numbers stand. */
    Reading read() throws IOException;

    /** Kills what is left in it and gives it back to the kernel. */
    @Override
    void close() throws IOException;
}

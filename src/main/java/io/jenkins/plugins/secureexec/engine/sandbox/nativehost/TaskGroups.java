package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes the groups of one JVM, by the best means that the kernel grants it. */
interface TaskGroups {
    /** The word for it in {@code isolation}. */
    String kind();

    /** The limits that it cannot hold, in snake_case. */
    List<String> notEnforced();

    /** The directories that die with this JVM, for the watchdog. */
    List<Path> directories();

    /** Makes a group without limits; the name must be new. */
    TaskGroup create(String name) throws IOException;
}

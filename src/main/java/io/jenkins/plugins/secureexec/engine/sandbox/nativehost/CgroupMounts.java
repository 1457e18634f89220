package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the control groups of this machine are, and where in them this JVM is: cgroups(7), proc_pid_mountinfo(5).
 *
 * @param unified the mount of version 2
 * @param ownUnified this JVM's group in it
 * @param controllers the directory of this JVM's group in the hierarchy of each version 1 controller
 */
record CgroupMounts(Optional<Path> unified, Optional<Path> ownUnified, Map<String, Path> controllers) {

    static CgroupMounts read() throws IOException {
        return parse(
                Files.readAllLines(Path.of("/proc/self/mountinfo")), Files.readAllLines(Path.of("/proc/self/cgroup")));
    }

    static CgroupMounts parse(List<String> mountInfo, List<String> ownGroups) {
        Map<String, String> own = new HashMap<>();
        for (String line : ownGroups) {
            String[] fields = line.split(":", 3);
            for (String controller : fields[1].split(",")) {
                own.put(controller, fields[2]);
            }
        }
        Path unified = null;
        Path ownUnified = null;
        Map<String, Path> controllers = new HashMap<>();
        for (String line : mountInfo) {
            Mount mount = Mount.of(line);
            if (mount.type.equals("cgroup2")) {
                unified = mount.point;
                ownUnified = mount.directoryOf(own.getOrDefault("", "/"));
            } else if (mount.type.equals("cgroup")) {
                for (String controller : mount.options) {
                    if (own.containsKey(controller)) {
                        controllers.put(controller, mount.directoryOf(own.get(controller)));
                    }
                }
            }
        }
        return new CgroupMounts(Optional.ofNullable(unified), Optional.ofNullable(ownUnified), controllers);
    }

    private record Mount(String root, Path point, String type, List<String> options) {
        static Mount of(String line) {
            String[] halves = line.split(" - ", 2);
            String[] before = halves[0].split(" ");
            String[] after = halves[1].split(" ");
            return new Mount(
                    before[3],
                    Path.of(before[4]),
                    after[0],
                    new ArrayList<>(List.of(after[after.length - 1].split(","))));
        }

        /** In a container the mount shows a part of the hierarchy, and the group's path may begin above that part. */
        Path directoryOf(String group) {
            String below = root.equals("/") || !group.startsWith(root) ? group : group.substring(root.length());
            Path directory = point.resolve(below.replaceFirst("^/+", "")).normalize();
            return directory.startsWith(point) && Files.isDirectory(directory) ? directory : point;
        }
    }
}

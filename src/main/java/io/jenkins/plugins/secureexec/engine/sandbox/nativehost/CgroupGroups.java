package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes control groups of version 2 or 1, below a directory of this JVM's own. */
final class CgroupGroups implements TaskGroups {
    private static final Logger LOGGER = Logger.getLogger(CgroupGroups.class.getName());
    private static final List<String> V2_CONTROLLERS = List.of("memory", "pids", "cpu");
    private static final List<String> V1_CONTROLLERS = List.of("memory", "pids", "cpu", "cpuacct");

    private final boolean unified;
    /** By controller; in version 2 all in one. */
    private final Map<String, Path> own;

    private CgroupGroups(boolean unified, Map<String, Path> own) {
        this.unified = unified;
        this.own = own;
    }

    /**
     * Makes this JVM's own directory in the first place that the kernel lets it have.
     *
     * @throws IOException where it lets it have none
     */
    static CgroupGroups open(CgroupMounts mounts) throws IOException {
        List<Path> candidates = new ArrayList<>();
        mounts.unified().ifPresent(candidates::add);
        mounts.ownUnified().ifPresent(candidates::add);
        IOException refusal = new IOException("no control group hierarchy is mounted");
        for (Path parent : candidates) {
            try {
                return version2(parent);
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "No control groups in " + parent, e);
                refusal = e;
            }
        }
        if (mounts.controllers().containsKey("memory") && mounts.controllers().containsKey("pids")) {
            return version1(mounts.controllers());
        }
        throw refusal;
    }

    private static CgroupGroups version2(Path parent) throws IOException {
        CgroupDirectory directory = new CgroupDirectory(parent);
        List<String> offered = List.of(directory.read("cgroup.controllers").split(" "));
        if (!offered.containsAll(V2_CONTROLLERS)) {
            throw new IOException(parent + " offers the controllers " + offered + ", not all of " + V2_CONTROLLERS);
        }
        removeOrphans(parent);
        if (!List.of(directory.read("cgroup.subtree_control").split(" ")).containsAll(V2_CONTROLLERS)) {
            enable(directory);
        }
        CgroupDirectory own = CgroupDirectory.create(parent.resolve(OwnerName.next()));
        try {
            enable(own);
        } catch (IOException e) {
            own.remove();
            throw e;
        }
        return new CgroupGroups(true, Map.of("", own.path()));
    }

    /**
     * A group with members may not hand controllers down (the "no internal processes" rule), so in a container or a
     * delegated service the members, this JVM among them, move into a leaf of their own first.
     */
    private static void enable(CgroupDirectory directory) throws IOException {
        String controllers = "+" + String.join(" +", V2_CONTROLLERS);
        try {
            directory.write("cgroup.subtree_control", controllers);
        } catch (IOException occupied) {
            Path leaf = directory.path().resolve("secure-exec-agent");
            Files.createDirectories(leaf);
            for (String pid : Files.readAllLines(directory.procs(), StandardCharsets.US_ASCII)) {
                new CgroupDirectory(leaf).write("cgroup.procs", pid);
            }
            directory.write("cgroup.subtree_control", controllers);
        }
    }

    private static CgroupGroups version1(Map<String, Path> parents) throws IOException {
        String name = OwnerName.next();
        Map<String, Path> own = new LinkedHashMap<>();
        for (String controller : V1_CONTROLLERS) {
            Path parent = parents.get(controller);
            if (parent != null) {
                Path path = parent.resolve(name);
                if (!own.containsValue(path)) {
                    removeOrphans(parent);
                    Files.createDirectory(path);
                }
                own.put(controller, path);
            }
        }
        return new CgroupGroups(false, own);
    }

    private static void removeOrphans(Path parent) throws IOException {
        for (Path orphan : OwnerName.orphansIn(parent)) {
            new CgroupDirectory(orphan).remove();
        }
    }

    @Override
    public String kind() {
        return unified ? "cgroup-v2" : "cgroup-v1";
    }

    @Override
    public List<String> notEnforced() {
        return unified || own.containsKey("cpu") ? List.of() : List.of("max_cpu_percent");
    }

    @Override
    public List<Path> directories() {
        return own.values().stream().distinct().toList();
    }

    @Override
    public TaskGroup create(String name) throws IOException {
        if (unified) {
            return new ControlGroupV2(own.get("").resolve(name));
        }
        Map<String, Path> paths = new LinkedHashMap<>();
        own.forEach((controller, path) -> paths.put(controller, path.resolve(name)));
        return new ControlGroupV1(paths);
    }
}

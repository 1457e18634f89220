package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes control groups of version 2 or 1, below a directory of this JVM's own. */
final class CgroupGroups implements TaskGroups {
    private static final Logger LOGGER = Logger.getLogger(CgroupGroups.class.getName());
    private static final List<String> V2_CONTROLLERS = List.of("memory", "pids", "cpu");
    private static final List<String> V1_CONTROLLERS = List.of("memory", "pids", "cpu", "cpuacct");
    /** Where the members of a group go that is to hand controllers down. */
    private static final String LEAF = "secure-exec-agent";

    private static final int MOVES = 20;

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
        Set<Path> candidates = new LinkedHashSet<>();
        mounts.unified().ifPresent(candidates::add);
        mounts.ownUnified().map(CgroupGroups::aboveLeaf).ifPresent(candidates::add);
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

    /** An earlier sandbox, of this JVM or of the one that started it, has moved this JVM there. */
    private static Path aboveLeaf(Path group) {
        return group.endsWith(LEAF) ? group.getParent() : group;
    }

    private static CgroupGroups version2(Path parent) throws IOException {
        if (!Files.isWritable(parent)) {
            throw new AccessDeniedException(parent.toString());
        }
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
        for (int moves = 0; ; moves++) {
            try {
                directory.write("cgroup.subtree_control", controllers);
                return;
            } catch (FileSystemException forbidden) {
                throw forbidden;
            } catch (IOException occupied) {
                // By now a member may have started another one, which is in the group too.
                if (moves == MOVES) {
                    throw occupied;
                }
                moveMembersToLeaf(directory);
            }
        }
    }

    private static void moveMembersToLeaf(CgroupDirectory directory) throws IOException {
        CgroupDirectory leaf =
                new CgroupDirectory(Files.createDirectories(directory.path().resolve(LEAF)));
        for (String pid : Files.readAllLines(directory.procs(), StandardCharsets.US_ASCII)) {
            // The kernel lists what is in no pid namespace of ours as 0, and takes 0 for whoever writes it.
            if (!pid.equals("0")) {
                try {
                    leaf.write("cgroup.procs", pid);
                } catch (FileSystemException forbidden) {
                    throw forbidden;
                } catch (IOException ended) {
                    LOGGER.log(Level.FINE, "Process " + pid + " did not move to " + leaf.path(), ended);
                }
            }
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

    /** What cannot be removed, perhaps because it is another user's, is no reason to do without control groups. */
    private static void removeOrphans(Path parent) throws IOException {
        for (Path orphan : OwnerName.orphansIn(parent)) {
            try {
                new CgroupDirectory(orphan).remove();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The control group of a sandbox that is no more cannot be removed", e);
            }
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

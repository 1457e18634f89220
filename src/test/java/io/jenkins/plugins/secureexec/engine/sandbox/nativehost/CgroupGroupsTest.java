package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Where the control groups of a JVM's sandboxes are, on a machine that lets it have some. */
class CgroupGroupsTest {
    private final List<Path> made = new ArrayList<>();

    @AfterEach
    void remove() throws IOException {
        for (Path group : made) {
            new CgroupDirectory(group).remove();
        }
    }

    @Test
    void the_sandboxes_of_one_agent_stand_side_by_side_however_many_there_were_before() throws IOException {
        Path first = open().directories().get(0);
        open();
        Path third = open().directories().get(0);
        assertThat(third).hasParent(first.getParent()).isNotEqualTo(first);
    }

    @Test
    void a_group_that_could_not_be_given_its_limits_is_not_left_behind() throws IOException {
        CgroupGroups groups = open();
        // The kernel takes no negative number of tasks.
        try (TaskGroup group = groups.create("run-1")) {
            assertThatThrownBy(() -> group.limit(64L << 20, -5, 100)).isInstanceOf(IOException.class);
        }
        for (Path own : groups.directories()) {
            assertThat(own.resolve("run-1")).doesNotExist();
        }
    }

    private CgroupGroups open() throws IOException {
        CgroupGroups groups;
        try {
            groups = CgroupGroups.open(CgroupMounts.read());
        } catch (IOException e) {
            // No script can give them to a machine that has none; sandboxes take samples there, which other tests show.
            Assumptions.abort("this machine lets the JVM have no control groups (" + e.getMessage()
                    + "); run this as root, or in a service with Delegate=yes, as bin/verify-cgroup-v2 does");
            throw e;
        }
        made.addAll(groups.directories());
        return groups;
    }
}

package org.hopwire.membership;

import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Large tables are cleared over many turns: what readers and updates find in the middle of that. */
class ClearingTest {
    private static final int GROUP = 0xef00_0000;
    private static final int GROUPS = 20_000;
    private static final int DOWN = 1;
    private static final int UP = 70;
    private static final int[] SOURCE = {0x0a00_0001};
    private static final int[] NONE = {};

    private final MembershipTable table = Tables.of(1 << 16);
    private final MembershipReader reader = table.reader();

    @AfterEach
    void close() {
        table.close();
    }

    /** Every group at both ports, every third for one source only. */
    private void fill() {
        for (int i = 0; i < GROUPS; i++) {
            boolean exclude = i % 3 != 0;
            assertThat(table.update(0, GROUP + i, DOWN, exclude, SOURCE, exclude ? 0 : 1)).isTrue();
            assertThat(table.update(0, GROUP + i, UP, true, NONE, 0)).isTrue();
        }
        Tables.settle(table, reader);
    }

    private Set<Integer> ports(int i) {
        return Tables.ports(reader.find(0, GROUP + i, SOURCE[0]));
    }

    @Test
    @DisplayName("a port goes group by group: in between each group has it or not, and no other port is missing")
    void shouldShowEachGroupBeforeOrAfter() {
        fill();
        table.clearPort(0, DOWN);
        int turns = 0;
        int leftBefore = GROUPS;
        while (table.isClearing()) {
            table.work();
            reader.quiesce();
            turns++;
            int left = 0;
            for (int i = 0; i < GROUPS; i++) {
                Set<Integer> ports = ports(i);
                assertThat(ports).isIn(Set.of(UP), Set.of(DOWN, UP));
                left += ports.size() - 1;
            }
            assertThat(leftBefore - left).as("groups in one slice").isBetween(0, 64);
            leftBefore = left;
            Tables.checkCounts(table);
        }
        assertThat(leftBefore).isZero();
        assertThat(turns).isGreaterThan(GROUPS / 65);
        assertThat(table.groups()).isEqualTo(GROUPS);
        assertThat(table.sources()).isZero();
    }

    @Test
    @DisplayName("what a port is given while it is being taken out stands, whether its group's turn has come or not")
    void shouldLeaveAloneWhatIsGivenMeanwhile() {
        fill();
        table.clearPort(0, DOWN);
        for (int turn = 0; turn < 20; turn++) {
            table.work();
        }
        for (int i = 0; i < GROUPS; i += 7) {
            table.update(0, GROUP + i, DOWN, true, NONE, 0);
            assertThat(ports(i)).containsExactly(DOWN, UP);
        }
        // a leave, too: it is what the port has been given
        table.update(0, GROUP + 7, DOWN, false, NONE, 0);
        assertThat(table.isClearing()).isTrue();
        Tables.settle(table, reader);
        for (int i = 0; i < GROUPS; i++) {
            assertThat(ports(i)).isEqualTo(i % 7 == 0 && i != 7 ? Set.of(DOWN, UP) : Set.of(UP));
        }
    }

    @Test
    @DisplayName("a port that goes down again takes along what it was given since the first time")
    void shouldBeginAgain() {
        fill();
        table.clearPort(0, DOWN);
        table.work();
        table.update(0, GROUP, DOWN, true, NONE, 0);
        table.clearPort(0, DOWN);
        Tables.settle(table, reader);
        for (int i = 0; i < GROUPS; i++) {
            assertThat(ports(i)).containsExactly(UP);
        }
    }

    @Test
    @DisplayName("updates alone bring it to its end, also while the slots move to another array")
    void shouldGoOnWithUpdates() {
        fill();
        table.clearPort(0, DOWN);
        long rebuilds = table.rebuilds();
        for (int i = 0; i < GROUPS; i++) {
            assertThat(table.update(0, GROUP + GROUPS + i, DOWN, true, NONE, 0)).isTrue();
            reader.quiesce();
        }
        for (int i = 0; i < GROUPS; i++) {
            // leaves the group unchanged
            table.update(0, GROUP + i, UP, true, NONE, 0);
        }
        assertThat(table.rebuilds()).isGreaterThan(rebuilds);
        assertThat(table.isClearing()).isFalse();
        for (int i = 0; i < GROUPS; i++) {
            assertThat(ports(i)).containsExactly(UP);
            assertThat(ports(GROUPS + i)).containsExactly(DOWN);
        }
    }

    @Test
    @DisplayName("a context is forgotten at once and exactly; what is joined from then on stands, memory goes back later")
    void shouldForgetAContextAtOnce() {
        fill();
        table.update(5, GROUP, UP, false, SOURCE, 1);
        table.update(5, GROUP, DOWN, true, NONE, 0);
        long full = table.bytes();
        table.clearPort(0, DOWN);
        table.clear(0);
        assertThat(table.groups()).isOne();
        assertThat(table.sources()).isOne();
        assertThat(table.isClearing()).isFalse();
        assertThat(table.update(0, GROUP, DOWN, false, SOURCE, 1)).isTrue();
        assertThat(table.groups()).isEqualTo(2);
        assertThat(table.sources()).isEqualTo(2);
        for (int i = 0; i < GROUPS; i++) {
            assertThat(ports(i)).isEqualTo(i == 0 ? Set.of(DOWN) : Set.of());
        }
        Tables.settle(table, reader);
        assertThat(ports(0)).containsExactly(DOWN);
        assertThat(table.sources()).isEqualTo(2);
        assertThat(table.bytes()).isLessThan(full / 2);
    }

    @Test
    @DisplayName("memory of a table that was cleared and closed before it went back is not lost")
    void shouldCloseInTheMiddle() {
        fill();
        table.clear(0);
        table.work();
        table.clearPort(0, DOWN);
        assertThat(table.groups()).isZero();
    }
}

package org.hopwire.membership;

import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Sets of every width, as a lookup gives them out. */
class PortSetTest {
    private static final int GROUP = 0xe800_0001;
    private static final int[] NONE = {};

    private final MembershipTable table = Tables.of(100);
    private final MembershipReader reader = table.reader();

    @AfterEach
    void close() {
        table.close();
    }

    private long setOf(int... ports) {
        table.clear(0);
        for (int port : ports) {
            table.update(0, GROUP, port, true, NONE, 0);
        }
        return reader.find(0, GROUP, 1);
    }

    @Test
    void shouldHoldEveryPortAlone() {
        for (int port = 0; port < PortSet.PORTS; port++) {
            long set = setOf(port);
            assertThat(PortSet.next(set, 0)).isEqualTo(port);
            assertThat(PortSet.next(set, port)).isEqualTo(port);
            assertThat(PortSet.next(set, port + 1)).isEqualTo(-1);
            assertThat(PortSet.count(set)).isOne();
            assertThat(PortSet.contains(set, port)).isTrue();
            assertThat(PortSet.contains(set, port ^ 1)).isFalse();
            assertThat(PortSet.wordAt(set, port >> 6)).isEqualTo(1L << port);
            assertThat(PortSet.firstWord(set)).isEqualTo(port >> 6);
            reader.quiesce();
        }
    }

    @Test
    void shouldHoldEveryPairOfTheFirstSixtyFour() {
        for (int a = 0; a < 64; a++) {
            for (int b = 0; b < 64; b++) {
                assertThat(PortSet.ports(setOf(a, b))).as("%d and %d", a, b).isEqualTo(1L << a | 1L << b);
                reader.quiesce();
            }
        }
    }

    @Test
    void shouldKeepOnlyTheWordsThatHavePorts() {
        assertThat(PortSet.words(setOf(4000, 4095))).isEqualTo(2);
        assertThat(PortSet.words(setOf(0, 4095))).isEqualTo(64);
        assertThat(PortSet.firstWord(setOf(130, 200))).isEqualTo(2);
    }

    @Test
    void shouldGiveAllPortsOfAFullSet() {
        int[] all = new int[PortSet.PORTS];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        long set = setOf(all);
        assertThat(PortSet.count(set)).isEqualTo(PortSet.PORTS);
        assertThat(PortSet.ports(set)).isEqualTo(-1L);
        assertThat(PortSet.wordAt(set, 63)).isEqualTo(-1L);
        assertThat(PortSet.wordAt(set, 64)).isZero();
        assertThat(Tables.ports(set)).hasSize(PortSet.PORTS);
    }

    @Test
    void shouldTellUnknownFromUnwanted() {
        assertThat(PortSet.isKnown(reader.find(0, GROUP, 1))).isFalse();
        assertThat(PortSet.isEmpty(PortSet.UNKNOWN)).isTrue();
        assertThat(PortSet.words(PortSet.UNKNOWN)).isOne();
        assertThat(Tables.ports(PortSet.UNKNOWN)).isEmpty();
        table.update(0, GROUP, 3, false, new int[] {7}, 1);
        long unwanted = reader.find(0, GROUP, 1);
        assertThat(PortSet.isKnown(unwanted)).isTrue();
        assertThat(PortSet.isEmpty(unwanted)).isTrue();
        assertThat(Tables.ports(reader.find(0, GROUP, 7))).isEqualTo(Set.of(3));
    }
}

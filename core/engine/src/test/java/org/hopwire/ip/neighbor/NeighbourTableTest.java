package org.hopwire.ip.neighbor;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NeighbourTableTest {
    @Test
    void shouldTellPortsApart() {
        NeighbourTable table = new NeighbourTable(8_000, 5);
        table.put(0, 0x0a000001, 0x020000000001L);
        table.put(1, 0x0a000001, 0x020000000002L);
        assertThat(table.find(0, 0x0a000001)).isEqualTo(0x020000000001L);
        assertThat(table.find(1, 0x0a000001)).isEqualTo(0x020000000002L);
        assertThat(table.find(2, 0x0a000001)).isEqualTo(NeighbourTable.UNKNOWN);
    }

    @Test
    void shouldAgreeWithAMapUntilItIsFull() {
        SplittableRandom random = new SplittableRandom(11);
        NeighbourTable table = new NeighbourTable(8_000, 5);
        Map<Integer, Long> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int address = random.nextInt(8_000);
            long mac = random.nextLong(1L << 48);
            table.put(3, address, mac);
            model.put(address, mac);
        }
        assertThat(table.size()).isEqualTo(model.size());
        for (int address = -1; address < 8_001; address++) {
            assertThat(table.find(3, address)).isEqualTo(model.getOrDefault(address, NeighbourTable.UNKNOWN));
        }
    }
}

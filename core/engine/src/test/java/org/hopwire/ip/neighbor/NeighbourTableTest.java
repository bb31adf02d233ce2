package org.hopwire.ip.neighbor;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NeighbourTableTest {
    @Test
    void shouldTellPortsApart() {
        NeighbourTable table = new NeighbourTable(2, 5);
        table.put(0, 0x0a000001, 0x020000000001L);
        table.put(1, 0x0a000001, 0x020000000002L);
        assertThat(table.find(0, 0x0a000001)).isEqualTo(0x020000000001L);
        assertThat(table.find(1, 0x0a000001)).isEqualTo(0x020000000002L);
        assertThat(table.find(2, 0x0a000001)).isEqualTo(NeighbourTable.UNKNOWN);
    }

    @Test
    @DisplayName("R-STATE-03: after any mix of entering, failing and forgetting the table agrees with a map, seed 11")
    void shouldAgreeWithAMapWhateverComesAndGoes() {
        SplittableRandom random = new SplittableRandom(11);
        NeighbourTable table = new NeighbourTable(500, 5);
        Map<Integer, Long> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            int address = random.nextInt(2_000);
            long mac = random.nextLong(1L << 48);
            int slot = table.slotOf(3, address);
            if (slot != NeighbourTable.NONE && random.nextInt(3) > 0) {
                table.remove(slot);
                model.remove(address);
            } else if (model.containsKey(address) || model.size() < 500) {
                change(table, table.claim(3, address), random.nextInt(3), mac, model, address);
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        for (int address = -1; address < 2_001; address++) {
            assertThat(table.find(3, address)).isEqualTo(model.getOrDefault(address, NeighbourTable.UNKNOWN));
        }
    }

    private static void change(NeighbourTable table, int slot, int what, long mac, Map<Integer, Long> model,
            int address) {
        long before = model.getOrDefault(address, NeighbourTable.PENDING);
        if (what == 0) {
            table.failed(slot);
            model.put(address, NeighbourTable.FAILED);
        } else if (what == 1) {
            table.known(slot, mac);
            model.put(address, mac);
        } else {
            model.put(address, before);
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        NeighbourTable table = new NeighbourTable(1, 5);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 200; i++) {
                table.put(0, i, 1);
            }
        }).hasMessage("neighbours: no room for another one");
        assertThat(table.find(0, 0)).isOne();
        assertThat(table.find(0, 1_000_000)).isEqualTo(NeighbourTable.UNKNOWN);
    }

    @Test
    void shouldMarkWhatIsFoundAndNotWhatIsLookedAt() {
        NeighbourTable table = new NeighbourTable(16, 5);
        table.put(0, 7, 0x020000000001L);
        int slot = table.slotOf(0, 7);
        table.peek(0, 7);
        assertThat(table.takeUsed(slot)).isFalse();
        table.find(0, 7);
        assertThat(table.isUsed(slot)).isTrue();
        assertThat(table.takeUsed(slot)).isTrue();
        assertThat(table.takeUsed(slot)).isFalse();
    }

    @Test
    @DisplayName("a reader beside the writer never gets the address of another neighbour, while one slot changes hands")
    void shouldNeverGiveAReaderAnothersAddress() throws InterruptedException {
        NeighbourTable table = new NeighbourTable(8, 5);
        int first = 0;
        int second = sharingASlot(table, first);
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong wrong = new AtomicLong();
        AtomicLong found = new AtomicLong();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                look(table, first, wrong, found);
                look(table, second, wrong, found);
            }
        });
        for (long i = 0; i < 5_000_000 || (found.get() < 1_000 && i < 500_000_000); i++) {
            int address = (i & 1) == 0 ? first : second;
            int slot = table.claim(0, address);
            table.known(slot, macOf(address));
            table.remove(slot);
        }
        done.set(true);
        reader.join();
        assertThat(wrong.get()).isZero();
        assertThat(found.get()).isGreaterThan(100);
    }

    /** An address whose neighbour takes the slot of another's, when that one is gone. */
    private static int sharingASlot(NeighbourTable table, int other) {
        int slot = table.claim(0, other);
        table.remove(slot);
        int address = other;
        int its;
        do {
            its = table.claim(0, ++address);
            table.remove(its);
        } while (its != slot);
        return address;
    }

    private static long macOf(int address) {
        return 0x0200_0000_0000L | address;
    }

    private static void look(NeighbourTable table, int address, AtomicLong wrong, AtomicLong found) {
        long mac = table.find(0, address);
        if (mac >= 0) {
            found.incrementAndGet();
            wrong.addAndGet(mac == macOf(address) ? 0 : 1);
        }
    }
}

package org.hopwire.bridge;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.hopwire.bridge.BridgeConfig.Stations;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The address table against a plain model, and its bounds. */
class MacTableTest {
    private static final long SECOND = 1_000_000_000;
    private final CounterSet<BridgeCounter> counters = new CounterRegistry(64).register(BridgeCounter.class, "t", 9);

    private MacTable table(int limit, int perPort, int ports) {
        return new MacTable(new Stations(limit, perPort, 10), ports, new SplittableRandom(3), counters);
    }

    private record Place(int port, long heardNs) {}

    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE / 2, Long.MIN_VALUE / 2})
    void shouldAgreeWithAMapUnderLearningAgeingAndFlushing(long start) {
        SplittableRandom random = new SplittableRandom(start + 11);
        MacTable table = table(2000, 2000, 8);
        Map<Long, Place> model = new HashMap<>();
        long now = start;
        for (int i = 0; i < 60_000; i++) {
            // whole ticks, so that the model need not round as the table does
            now += random.nextInt(2_000) << 14;
            int vlan = 1 + random.nextInt(3);
            long mac = 0x0200_0000_0000L + random.nextInt(500);
            long key = vlan * 1000L + mac;
            long time = now;
            Place place = model.get(key);
            int expected = place == null || time - place.heardNs > 10 * SECOND ? MacTable.UNKNOWN : place.port;
            assertThat(table.find(vlan, mac, time)).as("step %d", i).isEqualTo(expected);
            int port = random.nextInt(8);
            switch (random.nextInt(200)) {
                case 0 -> {
                    table.flush(port, time);
                    model.values().removeIf(each -> each.port == port);
                }
                case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> table.age(time);
                default -> {
                    table.learn(vlan, mac, port, time);
                    model.put(key, new Place(port, time));
                }
            }
        }
        long end = now;
        int[] shown = {0};
        table.forEach((vlan, mac, port, fixed) -> {
            assertThat(model.get(vlan * 1000L + mac).port).isEqualTo(port);
            shown[0]++;
        }, end);
        assertThat(shown[0])
                .isEqualTo((int) model.values().stream().filter(each -> end - each.heardNs <= 10 * SECOND).count());
    }

    @Test
    void shouldHoldExactlyAsManyAsItMayAndTheSumOfThePorts() {
        SplittableRandom random = new SplittableRandom(77);
        MacTable table = table(300, 100, 4);
        for (int i = 0; i < 50_000; i++) {
            int port = random.nextInt(4);
            table.learn(1, 0x0200_0000_0000L + random.nextInt(1000), port, i * SECOND / 500);
            if (random.nextInt(50) == 0) {
                table.flush(port, i * SECOND / 500);
            }
            if (random.nextInt(8) == 0) {
                table.age(i * SECOND / 500);
            }
            int sum = table.size(0) + table.size(1) + table.size(2) + table.size(3);
            assertThat(table.size()).isEqualTo(sum).isLessThanOrEqualTo(300);
            assertThat(table.size(port)).isBetween(0, 100);
        }
        // stations that moved to a port without room are forgotten too
        long forgotten = counters.get(BridgeCounter.STATION_LEARNED) - table.size()
                - counters.get(BridgeCounter.STATION_AGED) - counters.get(BridgeCounter.STATION_FLUSHED);
        assertThat(forgotten).isBetween(0L, counters.get(BridgeCounter.STATION_PORT_LIMIT));
    }

    @Test
    void shouldFillToItsLimitWithEveryStationFound() {
        MacTable table = table(16_384, 16_384, 2);
        for (int i = 0; i < 20_000; i++) {
            table.learn(1, 0x0200_0000_0000L + i * 256L, i & 1, 0);
        }
        assertThat(table.size()).isEqualTo(16_384);
        for (int i = 0; i < 16_384; i++) {
            assertThat(table.find(1, 0x0200_0000_0000L + i * 256L, 0)).isEqualTo(i & 1);
        }
        assertThat(counters.get(BridgeCounter.STATION_TABLE_LIMIT)).isEqualTo(20_000 - 16_384);
    }

    @Test
    void shouldGiveAFullTablesPlaceToOthersOnceItsStationsAreSilent() {
        MacTable table = table(1000, 1000, 2);
        for (int i = 0; i < 1000; i++) {
            table.learn(1, 0x0200_0000_0000L + i, 0, 0);
        }
        long later = 11 * SECOND;
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            table.learn(1, 0x0200_0001_0000L + i, 1, later);
            refused += table.find(1, 0x0200_0001_0000L + i, later) == MacTable.UNKNOWN ? 1 : 0;
            table.age(later);
        }
        assertThat(refused).as("refused while dead entries were cleared away").isLessThan(20);
    }

    @Test
    void shouldNotDependOnAKeyThatCanBeGuessed() {
        // stations of one vendor, one after the other: no two tables send them to the same places
        MacTable one = new MacTable(new Stations(1000, 1000, 10), 1, new SplittableRandom(1), counters);
        MacTable other = new MacTable(new Stations(1000, 1000, 10), 1, new SplittableRandom(2), counters);
        StringBuilder orders = new StringBuilder();
        for (MacTable table : new MacTable[] {one, other}) {
            for (int i = 0; i < 50; i++) {
                table.learn(1, 0x0200_0000_0000L + i, 0, 0);
            }
            StringBuilder order = new StringBuilder();
            table.forEach((vlan, mac, port, fixed) -> order.append(mac).append(' '), 0);
            assertThat(orders.toString()).isNotEqualTo(order.toString());
            orders = order;
        }
    }
}

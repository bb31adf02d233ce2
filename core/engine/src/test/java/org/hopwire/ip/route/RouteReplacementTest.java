package org.hopwire.ip.route;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes that give way to others: as a whole, or not at all, however many they are. */
class RouteReplacementTest {
    private static final int OLD = Ipv4Address.parse("192.0.2.1");
    private static final int NEW = Ipv4Address.parse("192.0.2.2");

    private RouteTable table = new RouteTable(List.of(), 1);
    private RouteUpdates updates = new RouteUpdates(table);

    @AfterEach
    void close() {
        updates.discard();
        table.close();
    }

    private static Ipv4Prefix prefix(int number) {
        return new Ipv4Prefix(10 << 24 | number << 8, 24);
    }

    private static List<Ipv4Prefix> prefixes(int from, int to) {
        return IntStream.range(from, to).mapToObj(RouteReplacementTest::prefix).toList();
    }

    private static List<Route> routes(int from, int to, int gateway) {
        return prefixes(from, to).stream().map(each -> Route.via(each, List.of(NextHop.via(0, gateway)))).toList();
    }

    /** Gateways of the first so many prefixes, 0 for none, as a reader sees them. */
    private List<Integer> gateways(RouteReader reader, int count) {
        List<Integer> found = new ArrayList<>();
        reader.quiesce();
        for (int i = 0; i < count; i++) {
            Paths ways = reader.find(prefix(i).network() | 7);
            found.add(ways == null ? 0 : ways.get(0).nextHop(0));
        }
        reader.away();
        return found;
    }

    private static List<Integer> expected(int count, int olds, int news, int from) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i >= from && i < from + news ? NEW : i < olds ? OLD : 0);
        }
        return all;
    }

    private void fill(int count) {
        routes(0, count, OLD).forEach(table::put);
    }

    private int prepared() {
        int turns = 0;
        while (!updates.isReady()) {
            updates.onTurn(null);
            turns++;
        }
        return turns;
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5_000})
    @DisplayName("RFC 1812 5.2.4.3: until the last moment the old routes lead, from then on the new ones, and none between")
    void shouldSwitchAtOnce(int count) {
        fill(count);
        RouteReader reader = table.reader();
        updates.prepare(prefixes(0, count / 2), routes(count / 2 + 2, count + count / 2, NEW));
        while (!updates.isReady()) {
            assertThat(gateways(reader, count)).isEqualTo(expected(count, count, 0, 0));
            updates.onTurn(null);
        }
        assertThat(gateways(reader, count)).isEqualTo(expected(count, count, 0, 0));
        assertThat(updates.commit()).isTrue();
        List<Integer> now = gateways(reader, count + count / 2);
        assertThat(now.subList(0, count / 2)).containsOnly(0);
        assertThat(now.subList(count / 2, count / 2 + 2)).containsOnly(OLD);
        assertThat(now.subList(count / 2 + 2, count + count / 2)).containsOnly(NEW);
        assertThat(table.size()).isEqualTo(count);
    }

    @Test
    @DisplayName("many routes are made ready in slices, so that the control agent's timers wait for none of them")
    void shouldPrepareManyInSlices() {
        fill(20_000);
        updates.prepare(List.of(), routes(20_000, 40_000, NEW));
        assertThat(prepared()).isGreaterThan(5);
        assertThat(updates.commit()).isTrue();
        assertThat(table.size()).isEqualTo(40_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 3_000})
    @DisplayName("what finds no room changes nothing: neither the routes before it nor the ones taken out for it")
    void shouldChangeNothingWithoutRoom(int count) {
        table.close();
        table = new RouteTable(List.of(), 1, 3);
        updates = new RouteUpdates(table);
        fill(200);
        RouteReader reader = table.reader();
        updates.prepare(prefixes(0, 50), routes(200, 200 + count, NEW));
        prepared();
        assertThat(updates.commit()).isFalse();
        assertThat(gateways(reader, 300)).isEqualTo(expected(300, 200, 0, 0));
        assertThat(table.size()).isEqualTo(200);
        updates.add(routes(200, 210, NEW));
        updates.onTurn(null);
        assertThat(gateways(reader, 210)).isEqualTo(expected(210, 200, 10, 200));
    }

    @Test
    @DisplayName("what was asked for before is done before, what is asked for meanwhile afterwards; given up, nothing is lost")
    void shouldKeepTheOrder() {
        fill(2_000);
        RouteReader reader = table.reader();
        updates.add(routes(0, 100, NEW));
        updates.prepare(List.of(), routes(2_000, 4_000, NEW));
        updates.remove(prefixes(3_000, 4_000));
        prepared();
        assertThat(updates.commit()).isTrue();
        drain();
        List<Integer> now = gateways(reader, 4_000);
        assertThat(now.subList(0, 100)).containsOnly(NEW);
        assertThat(now.subList(100, 2_000)).containsOnly(OLD);
        assertThat(now.subList(2_000, 3_000)).containsOnly(NEW);
        assertThat(now.subList(3_000, 4_000)).containsOnly(0);
        updates.prepare(prefixes(0, 2_000), List.of());
        updates.add(routes(3_500, 3_600, OLD));
        prepared();
        updates.discard();
        drain();
        assertThat(table.size()).isEqualTo(3_100);
    }

    private void drain() {
        while (updates.onTurn(null) > 0) {
            // one slice after the other
        }
    }

    @Test
    @DisplayName("a table that has taken over another goes on being changed, and gives back what it no longer needs")
    void shouldGoOnAfterwards() {
        RouteReader reader = table.reader();
        for (int round = 0; round < 20; round++) {
            updates.prepare(prefixes(0, 3_000), round % 2 == 0 ? routes(0, 3_000, NEW) : List.of());
            prepared();
            assertThat(updates.commit()).isTrue();
            reader.quiesce();
            reader.away();
            table.put(routes(5_000, 5_001, OLD).getFirst());
            table.remove(prefix(5_000));
        }
        drain();
        assertThat(table.size()).isZero();
        assertThat(table.bytes()).isLessThan(1 << 20);
    }
}

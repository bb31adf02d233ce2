package org.hopwire.ip;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouteTableTest {
    private static Route route(String prefix, int port) {
        return Route.connected(Ipv4Prefix.parseNetwork(prefix), port);
    }

    private static int portOf(RouteTable table, String destination) {
        Route route = table.get(table.lookup(Ipv4Address.parse(destination)));
        return route == null ? -1 : route.port();
    }

    @Test
    void shouldPreferTheLongestPrefix() {
        RouteTable table = new RouteTable(List.of(route("10.1.2.3/32", 5), route("0.0.0.0/0", 1),
                route("10.0.0.0/8", 2), route("10.1.0.0/16", 3), route("10.1.2.0/24", 4), route("10.1.2.0/30", 6)));
        assertThat(portOf(table, "11.0.0.1")).isEqualTo(1);
        assertThat(portOf(table, "10.2.0.1")).isEqualTo(2);
        assertThat(portOf(table, "10.1.3.1")).isEqualTo(3);
        assertThat(portOf(table, "10.1.2.77")).isEqualTo(4);
        assertThat(portOf(table, "10.1.2.3")).isEqualTo(5);
        assertThat(portOf(table, "10.1.2.2")).isEqualTo(6);
    }

    @Test
    void shouldFindNothingInAnEmptyTable() {
        assertThat(portOf(new RouteTable(List.of()), "192.0.2.1")).isEqualTo(-1);
    }

    @Test
    void shouldLetTheLaterOfTwoEqualPrefixesStand() {
        RouteTable table = new RouteTable(List.of(route("192.0.2.0/24", 1), route("192.0.2.0/24", 2)));
        assertThat(portOf(table, "192.0.2.9")).isEqualTo(2);
    }

    @Test
    void shouldAgreeWithALinearSearch() {
        SplittableRandom random = new SplittableRandom(20260101);
        for (int round = 0; round < 20; round++) {
            List<Route> routes = randomRoutes(random, 400);
            RouteTable table = new RouteTable(routes);
            for (int i = 0; i < 5_000; i++) {
                int destination = i % 2 == 0
                        ? random.nextInt()
                        : routes.get(random.nextInt(routes.size())).prefix().network() + random.nextInt(3) - 1;
                Route found = table.get(table.lookup(destination));
                assertThat(found == null ? null : found.prefix()).isEqualTo(slowest(routes, destination));
            }
        }
    }

    private static List<Route> randomRoutes(SplittableRandom random, int count) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // few distinct high octets, so that prefixes nest
            int address = random.nextInt(4) << 24 | random.nextInt(4) << 16 | random.nextInt(0x10000);
            routes.add(Route.connected(new Ipv4Prefix(address, random.nextInt(33)), i));
        }
        return routes;
    }

    private static Ipv4Prefix slowest(List<Route> routes, int destination) {
        Ipv4Prefix best = null;
        for (Route each : routes) {
            if (each.prefix().contains(destination) && (best == null || each.prefix().length() > best.length())) {
                best = each.prefix();
            }
        }
        return best;
    }
}

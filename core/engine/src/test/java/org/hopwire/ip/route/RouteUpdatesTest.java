package org.hopwire.ip.route;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Routes that an embedder adds and removes while the engine runs. */
class RouteUpdatesTest {
    private static final String TO = "203.0.113.0/24";

    private static byte[] frame() {
        return Lab.fromLan("203.0.113.7").udp(1, 2).build();
    }

    private static boolean isUnreachable(Lab lab) {
        List<byte[]> sent = lab.onLan(frame());
        return sent.size() == 1 && Hex.format(sent.get(0), 34, 2).equals("03 00");
    }

    @Test
    @DisplayName("a route leads packets from the control agent's next turn on, another replaces it, without it they fall back")
    void shouldChangeRoutesWhileRunning() {
        try (Lab lab = new Lab(builder -> builder
                .neighbor(new NeighborConfig("wan", "198.51.100.20", "02:00:00:00:02:14")))) {
            assertThat(isUnreachable(lab)).isTrue();
            assertThat(lab.engine().routes()).isEqualTo(2);
            lab.engine().addRoute(RouteConfig.via(TO, "198.51.100.10"));
            lab.run();
            lab.onLan(frame());
            assertThat(Hex.format(lab.wan().drain().get(0), 0, 6)).isEqualTo("02 00 00 00 02 0a");
            lab.engine().addRoute(RouteConfig.via(TO, "198.51.100.20"));
            lab.run();
            lab.onLan(frame());
            assertThat(Hex.format(lab.wan().drain().get(0), 0, 6)).isEqualTo("02 00 00 00 02 14");
            assertThat(lab.engine().routes()).isEqualTo(3);
            lab.engine().removeRoute(TO);
            lab.engine().removeRoute(TO);
            lab.run();
            assertThat(isUnreachable(lab)).isTrue();
            assertThat(lab.engine().routes()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("many routes go in in one call, in order, and out again; memory is told")
    void shouldChangeManyRoutes() {
        try (Lab lab = new Lab()) {
            long before = lab.engine().routeBytes();
            List<RouteConfig> routes = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                prefixes.add("10." + (i >> 8) + "." + (i & 0xff) + ".0/24");
                routes.add(RouteConfig.via(prefixes.get(i), "198.51.100.10"));
            }
            lab.engine().addRoutes(routes);
            lab.engine().removeRoute("10.0.0.0/24");
            lab.run();
            assertThat(lab.engine().routes()).isEqualTo(2 + 20_000 - 1);
            assertThat(lab.engine().routeBytes()).isGreaterThan(before);
            lab.onLan(Lab.fromLan("10.77.255.1").udp(1, 2).build());
            assertThat(lab.wan().drain()).hasSize(1);
            lab.engine().removeRoutes(prefixes);
            lab.run();
            assertThat(lab.engine().routes()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("R-CFG-01: what is wrong with a route is said at once, and nothing changes")
    void shouldRefuseAWrongRoute() {
        try (Lab lab = new Lab()) {
            assertThatThrownBy(() -> lab.engine().addRoute(RouteConfig.via("192.0.2.0/24", "198.51.100.10")))
                    .hasMessage("route 192.0.2.0/24 to: 192.0.2.0/24 is the network of port \"lan\"");
            assertThatThrownBy(() -> lab.engine().addRoute(RouteConfig.via(TO, "198.51.100.1")))
                    .hasMessageContaining("is our own address on port \"wan\"");
            assertThatThrownBy(() -> lab.engine().addRoute(RouteConfig.via(TO, "10.0.0.1")))
                    .hasMessage("route 203.0.113.0/24 via: 10.0.0.1 is on no port's network");
            assertThatThrownBy(() -> RouteConfig.via(TO, "198.51.100.10", "198.51.100.10"))
                    .hasMessage("route 203.0.113.0/24 via: 198.51.100.10 is given twice");
            assertThatThrownBy(() -> RouteConfig.via(TO)).hasMessageContaining("0 gateways are not 1 to 64");
            assertThatThrownBy(() -> lab.engine().removeRoute("198.51.100.0/24"))
                    .hasMessageContaining("is the network of port \"wan\"");
            assertThatThrownBy(() -> lab.engine().removeRoute("198.51.100.1/24")).hasMessageContaining("route to");
            lab.run();
            assertThat(lab.engine().routes()).isEqualTo(2);
        }
    }
}

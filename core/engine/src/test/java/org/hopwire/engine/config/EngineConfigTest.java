package org.hopwire.engine.config;

import java.util.List;
import java.util.stream.Stream;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Configurations whose parts are right and whose whole is not, as an embedding program builds them. */
class EngineConfigTest {
    private static final PortConfig LAN = PortConfig.memory("lan", "10.0.0.1/24", "10.0.9.1/24")
            .withMac("02:00:00:00:00:01");
    private static final PortConfig WAN = PortConfig.memory("wan", "10.0.1.1/24").withMac("02:00:00:00:00:02");
    private static final String HOST_MAC = "02:00:00:00:00:99";

    private static EngineBuilder of(PortConfig... ports) {
        EngineBuilder builder = Engine.builder();
        List.of(ports).forEach(builder::port);
        return builder;
    }

    private static NeighborConfig neighbor(String port, String address) {
        return new NeighborConfig(port, address, HOST_MAC);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(of(LAN, WAN).neighbor(neighbor("lan", "10.0.1.2")),
                        "neighbor 10.0.1.2 address: 10.0.1.2 is on no network of port \"lan\""),
                arguments(of(PortConfig.memory("lan")).neighbor(neighbor("lan", "10.0.0.2")),
                        "neighbor 10.0.0.2 address: 10.0.0.2 is on no network of port \"lan\""),
                arguments(of(LAN).neighbor(neighbor("lan", "10.0.0.2")).neighbor(neighbor("lan", "10.0.0.2")),
                        "neighbor 10.0.0.2 address: 10.0.0.2 is given twice"),
                arguments(of(LAN, WAN).neighbor(neighbor("lan", "10.0.9.1")),
                        "neighbor 10.0.9.1 address: 10.0.9.1 is our own address on port \"lan\""),
                arguments(of(LAN).neighbor(neighbor("lan", "10.0.0.255")),
                        "neighbor 10.0.0.255 address: 10.0.0.255 is no host's address in 10.0.0.0/24"),
                arguments(of(LAN).neighbor(neighbor("dmz", "10.0.0.2")),
                        "neighbor 10.0.0.2 port: no port is called \"dmz\""),
                arguments(of(LAN).route(RouteConfig.via("0.0.0.0/0", "10.0.0.2"))
                        .route(RouteConfig.reject("0.0.0.0/0", "blackhole")),
                        "route 0.0.0.0/0 to: 0.0.0.0/0 is given twice"),
                arguments(of(LAN, WAN).route(RouteConfig.via("10.0.1.0/24", "10.0.0.2")),
                        "route 10.0.1.0/24 to: 10.0.1.0/24 is the network of port \"wan\""),
                arguments(of(LAN, WAN).route(RouteConfig.via("0.0.0.0/0", "10.0.1.1")),
                        "route 0.0.0.0/0 via: 10.0.1.1 is our own address on port \"wan\""),
                arguments(of(LAN).route(RouteConfig.via("0.0.0.0/0", "10.0.9.255")),
                        "route 0.0.0.0/0 via: 10.0.9.255 is no host's address in 10.0.9.0/24"),
                arguments(of(LAN, PortConfig.memory("wan", "10.0.9.7/24")),
                        "port wan address: 10.0.9.7/24 is in the network of port \"lan\", too"),
                arguments(of(LAN, WAN.withMac("02-00-00-00-00-01")),
                        "port wan mac: 02-00-00-00-00-01 is that of port \"lan\", too"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldNameFieldAndValueOfWhatContradictsItself(EngineBuilder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }

    @Test
    void shouldTakeWhatOnlyLooksLikeAContradiction() {
        // two addresses in one network, a narrower network elsewhere, a card's address in two VLANs, a neighbour
        // that only a route puts on the link, the same destination at two lengths
        EngineBuilder builder = of(PortConfig.memory("lan", "10.0.0.1/16", "10.0.0.2/16").withMac("02:00:00:00:00:01"),
                PortConfig.memory("wan", "10.0.1.1/24").withMac("02:00:00:00:00:01").withVlan(5))
                .route(RouteConfig.on("192.0.2.0/24", "wan"))
                .route(RouteConfig.reject("192.0.2.0/25", "blackhole")).neighbor(neighbor("wan", "192.0.2.200"));
        try (Engine engine = builder.build()) {
            assertThat(engine.ports()).hasSize(2);
        }
    }
}

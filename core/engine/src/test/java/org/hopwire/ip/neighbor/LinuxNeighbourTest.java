package org.hopwire.ip.neighbor;

import java.util.List;
import java.util.Locale;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** ARP with the Linux kernel at the other end of a cable: nobody tells anybody a MAC. */
@Tag("live")
class LinuxNeighbourTest {
    private static final String OURS = "192.0.2.1";
    private static final String PEER = "192.0.2.10";

    private static Engine engine(VethPair cable, EngineMode mode) {
        PortConfig port = PortConfig.device("lan", PortKind.AF_PACKET, VethPair.NEAR, OURS + "/24")
                .withOptions(LinuxPortConfig.defaults().withNamespace(cable.nearNamespace()));
        return Engine.builder().mode(mode).port(port)
                .port(PortConfig.memory("stub", "198.51.100.1/24").withMac("02:00:00:00:0b:01"))
                .route(RouteConfig.via("203.0.113.0/24", "192.0.2.77")).build();
    }

    private static void assertAnswered(List<String> ping) {
        assertThat(ping).anyMatch(line -> line.contains("3 packets transmitted, 3 received, 0% packet loss"));
    }

    @Test
    @DisplayName("RFC 826: Linux finds us, we find Linux, and no ping is lost on the way to it")
    void shouldFindLinuxAndBeFound() {
        Tool.require("ping", "iputils-ping");
        try (VethPair cable = new VethPair(); Engine engine = engine(cable, EngineMode.HOST)) {
            cable.farAddress(PEER + "/24");
            engine.start();
            assertAnswered(cable.inFar("ping", "-c", "3", "-i", "0.2", OURS));
            assertThat(cable.inFar("ip", "neighbour", "show", OURS)).singleElement().asString()
                    .contains("lladdr " + VethPair.NEAR_MAC);
            assertThat(engine.neighbours()).singleElement().satisfies(neighbour -> {
                assertThat(neighbour.mac()).isEqualTo(0x0200_0000_0a02L);
                assertThat(neighbour.state()).isEqualTo(NeighbourSnapshot.State.REACHABLE);
            });
            assertThat(engine.failures()).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.1: Linux hears host unreachable of a station that does not answer ARP")
    void shouldTellLinuxOfASilentStation() {
        Tool.require("ping", "iputils-ping");
        try (VethPair cable = new VethPair(); Engine engine = engine(cable, EngineMode.ROUTER)) {
            cable.farAddress(PEER + "/24");
            cable.inFar("ip", "route", "add", "203.0.113.0/24", "via", OURS);
            engine.start();
            assertThat(cable.inFar("sh", "-c", "ping -c 1 -W 6 203.0.113.5 || true"))
                    .anyMatch(line -> line.contains("From " + OURS) && line.contains("Destination Host Unreachable"));
            assertThat(engine.snapshot().neighbours()).containsEntry("requests-sent", 3L);
        }
    }

    @Test
    @DisplayName("RFC 5227 2.1: Linux's own duplicate address detection finds our address taken")
    void shouldAnswerLinuxProbes() {
        Tool.require("arping", "iputils-arping");
        try (VethPair cable = new VethPair(); Engine engine = engine(cable, EngineMode.HOST)) {
            engine.start();
            assertThat(cable.inFar("sh", "-c", "arping -D -c 1 -w 2 -I " + VethPair.FAR + ' ' + OURS + " || true"))
                    .anyMatch(line -> line.toUpperCase(Locale.ROOT).contains("02:00:00:00:0A:01"));
        }
    }
}

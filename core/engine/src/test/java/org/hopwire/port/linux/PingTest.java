package org.hopwire.port.linux;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A newcomer's first sight: an address that exists only inside the JVM answers the kernel's own ping. */
@Tag("live")
class PingTest {
    private static final String OURS = "192.0.2.1/24";
    private static final String PEER = "192.0.2.10";

    @ParameterizedTest
    @EnumSource
    void shouldAnswerPing(Way way) {
        Tool.require("ping", "iputils-ping");
        way.require();
        try (VethPair cable = new VethPair()) {
            cable.farAddress(PEER + "/24");
            cable.farNeighbour("192.0.2.1", VethPair.NEAR_MAC);
            try (Engine engine = open(way.port("lan", cable, OURS))) {
                assertThat(engine.notices()).filteredOn(line -> !line.contains("may look untagged")).isEmpty();
                engine.start();
                assertThat(cable.inFar("ping", "-c", "5", "-i", "0.2", "192.0.2.1"))
                        .anyMatch(line -> line.contains("5 packets transmitted, 5 received, 0% packet loss"));
                assertThat(engine.snapshot().icmpSent()).containsEntry("echo-reply", 5L);
                assertThat(engine.failures()).isEmpty();
            }
        }
    }

    private static Engine open(PortConfig port) {
        return Engine.builder().mode(EngineMode.HOST).port(port)
                .neighbor(new NeighborConfig("lan", PEER, VethPair.FAR_MAC)).build();
    }

    @Test
    void shouldFallBackToAPacketSocketAndSayWhy() {
        BpfAccess.require();
        try (VethPair cable = new VethPair()) {
            // more than one chunk holds
            cable.inNear("ip", "link", "set", VethPair.NEAR, "mtu", "9000");
            PortConfig port = PortConfig.device("lan", PortKind.AF_XDP, VethPair.NEAR, OURS).withOptions(
                    LinuxPortConfig.defaults().withNamespace(cable.nearNamespace()));
            try (Engine engine = Engine.builder().mode(EngineMode.HOST).port(port).build()) {
                assertThat(engine.ports().get(0)).isInstanceOf(PacketPort.class);
                assertThat(engine.notices()).singleElement().asString()
                        .startsWith("AF_PACKET instead of AF_XDP: port lan (near): mtu 9000");
            }
        }
    }

    @Test
    void shouldAnswerPingOverATapThatItMadeItself() {
        Tool.require("ping", "iputils-ping");
        try (VethPair cable = new VethPair()) {
            PortConfig port = PortConfig.device("lan", PortKind.TAP, "hwp-tap", OURS)
                    .withMac(VethPair.NEAR_MAC)
                    .withOptions(LinuxPortConfig.defaults().withNamespace(cable.farNamespace()));
            try (Engine engine = Engine.builder().mode(EngineMode.HOST).port(port)
                    .neighbor(new NeighborConfig("lan", PEER, VethPair.FAR_MAC)).build()) {
                Tool.run("ip", "-n", cable.farNamespace(), "link", "set", "hwp-tap", "address", VethPair.FAR_MAC);
                Tool.run("ip", "-n", cable.farNamespace(), "address", "add", PEER + "/24", "dev", "hwp-tap");
                Tool.run("ip", "-n", cable.farNamespace(), "neighbour", "replace", "192.0.2.1", "lladdr",
                        VethPair.NEAR_MAC, "dev", "hwp-tap", "nud", "permanent");
                engine.start();
                assertThat(cable.inFar("ping", "-c", "5", "-i", "0.2", "192.0.2.1"))
                        .anyMatch(line -> line.contains("5 packets transmitted, 5 received, 0% packet loss"));
                assertThat(engine.failures()).isEmpty();
            }
        }
    }

    @Test
    void shouldAnswerPingOverATun() {
        Tool.require("ping", "iputils-ping");
        try (VethPair cable = new VethPair()) {
            PortConfig port = PortConfig.device("lan", PortKind.TUN, "hwp-tun", OURS)
                    .withOptions(LinuxPortConfig.defaults().withNamespace(cable.farNamespace()));
            try (Engine engine = Engine.builder().mode(EngineMode.HOST).port(port)
                    .neighbor(new NeighborConfig("lan", PEER, VethPair.FAR_MAC)).build()) {
                Tool.run("ip", "-n", cable.farNamespace(), "address", "add", PEER + "/24", "dev", "hwp-tun");
                engine.start();
                assertThat(cable.inFar("ping", "-c", "5", "-i", "0.2", "192.0.2.1"))
                        .anyMatch(line -> line.contains("5 packets transmitted, 5 received, 0% packet loss"));
                assertThat(engine.failures()).isEmpty();
            }
        }
    }
}

package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an interface says of itself while the engine runs is what frames are written by. */
class InterfaceChangeTest {
    private static final String NEW_MAC = "02:00:00:00:0f:0f";

    private final VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
    private final MemoryPort lan = new MemoryPort("lan");
    private final MemoryPort wan = new MemoryPort("wan");
    private Engine engine;

    @BeforeEach
    void build() {
        engine = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC), wan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)).build();
        VirtualTime.settle(engine);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private List<byte[]> forward(int octets) {
        assertThat(lan.inject(Lab.fromLan("198.51.100.10").dontFragment().udp(1, 2, new byte[octets - 28]).build()))
                .isTrue();
        VirtualTime.settle(engine);
        return wan.drain();
    }

    private void tell(int mtu) {
        wan.tell(mtu, 0);
        VirtualTime.settle(engine);
    }

    @Test
    void shouldSayFragmentationNeededOnceALinkHasBecomeNarrower() {
        assertThat(forward(1500)).hasSize(1);
        tell(1400);
        assertThat(forward(1400)).hasSize(1);
        assertThat(forward(1401)).isEmpty();
        byte[] error = lan.drain().getLast();
        assertThat(Hex.format(error, 34, 2)).as("type and code").isEqualTo("03 04");
        assertThat(Hex.format(error, 40, 2)).as("next-hop MTU").isEqualTo("05 78");
        tell(1500);
        assertThat(forward(1500)).hasSize(1);
    }

    @Test
    void shouldNotExceedWhatIsConfigured() {
        tell(9000);
        assertThat(forward(1501)).as("the port's 1500 hold").isEmpty();
        tell(20);
        assertThat(forward(68)).as("RFC 791: no link is narrower than 68").hasSize(1);
    }

    @Test
    void shouldTakeOverAMacThatWasNotConfiguredAndTellTheLink() {
        PortConfig asked = PortConfig.device("wan", PortKind.AF_PACKET, "eth0", "198.51.100.1/24");
        PortConfig completed = asked.withMac(Lab.WAN_MAC).withMtu(1500);
        InterfaceTable interfaces = new InterfaceTable(List.of(completed.toInterface(0)));
        List<Boolean> told = new ArrayList<>();
        LinkMonitor monitor = new LinkMonitor(List.of(wan), interfaces, List.of(completed), List.of(asked),
                List.of((port, isUp, turn) -> told.add(isUp)));
        assertThat(monitor.onTurn(null)).isZero();
        wan.tell(0, MacAddress.parse(NEW_MAC));
        assertThat(monitor.onTurn(null)).isOne();
        assertThat(interfaces.get(0).mac()).isEqualTo(wan.mac());
        assertThat(told).as("away and back").containsExactly(false, true);
        assertThat(monitor.onTurn(null)).isZero();
    }

    @Test
    void shouldKeepAMacThatIsConfigured() {
        PortConfig asked = PortConfig.device("wan", PortKind.AF_PACKET, "eth0", "198.51.100.1/24").withMac(Lab.WAN_MAC)
                .withMtu(1500);
        InterfaceTable interfaces = new InterfaceTable(List.of(asked.toInterface(0)));
        LinkMonitor monitor = new LinkMonitor(List.of(wan), interfaces, List.of(asked), List.of(asked), List.of());
        wan.tell(0, MacAddress.parse(NEW_MAC));
        assertThat(monitor.onTurn(null)).isZero();
        assertThat(interfaces.get(0).mac()).isEqualTo(MacAddress.parse(Lab.WAN_MAC));
    }
}

package org.hopwire.engine;

import java.util.List;

import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.ip.neighbor.ArpConfig;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a port says of its link reaches who keeps something of it. */
class LinkMonitorTest {
    private static final String PEER_MAC = "02:00:00:00:01:4d";

    @Test
    @DisplayName("RFC 5227 2.3: a link that goes down takes its neighbours along; one that comes up hears our addresses")
    void shouldTellNeighboursOfTheLink() {
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        MemoryPort lan = new MemoryPort("lan");
        IpConfig ip = IpConfig.defaults().withArp(ArpConfig.defaults().withAnnouncements(1))
                .withPorts(PortOptions.of("lan").withArp(true));
        try (Engine engine = Engine.builder().seed(1).clocks(clock, clock).ip(ip)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan).build()) {
            lan.inject(Packets.frame().eth(PEER_MAC, "ff:ff:ff:ff:ff:ff").raw(0x0806,
                    Packets.arp(1, PEER_MAC, "192.0.2.77", "00:00:00:00:00:00", "192.0.2.1")).build());
            VirtualTime.settle(engine);
            assertThat(engine.neighbours()).hasSize(1);
            lan.drain();
            lan.down(true);
            VirtualTime.settle(engine);
            assertThat(engine.neighbours()).isEmpty();
            assertThat(lan.drain()).isEmpty();
            lan.down(false);
            VirtualTime.settle(engine);
            List<byte[]> told = lan.drain();
            assertThat(told).hasSize(1);
            assertThat(Hex.format(told.get(0), 28, 4)).isEqualTo("c0 00 02 01");
            assertThat(engine.failures()).isEmpty();
        }
    }
}

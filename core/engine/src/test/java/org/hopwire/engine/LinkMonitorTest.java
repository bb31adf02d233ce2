package org.hopwire.engine;

import java.util.List;

import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.ip.neighbor.ArpConfig;
import org.hopwire.memory.Burst;
import org.hopwire.port.Port;
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

    /** A memory port whose cable can be pulled. */
    private static final class Cable implements Port {
        private final MemoryPort end = new MemoryPort("lan");
        private boolean up = true;

        @Override
        public String name() {
            return end.name();
        }

        @Override
        public int receive(Burst burst) {
            return end.receive(burst);
        }

        @Override
        public int transmit(Burst burst) {
            return end.transmit(burst);
        }

        @Override
        public void flush() {
            end.flush();
        }

        @Override
        public void release(Burst burst) {
            end.release(burst);
        }

        @Override
        public boolean isUp() {
            return up;
        }

        @Override
        public void close() {
            end.close();
        }
    }

    @Test
    @DisplayName("RFC 5227 2.3: a link that goes down takes its neighbours along; one that comes up hears our addresses")
    void shouldTellNeighboursOfTheLink() {
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        Cable cable = new Cable();
        IpConfig ip = IpConfig.defaults().withArp(ArpConfig.defaults().withAnnouncements(1))
                .withPorts(PortOptions.of("lan").withArp(true));
        try (Engine engine = Engine.builder().seed(1).clocks(clock, clock).ip(ip)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), cable).build()) {
            cable.end.inject(Packets.frame().eth(PEER_MAC, "ff:ff:ff:ff:ff:ff").raw(0x0806,
                    Packets.arp(1, PEER_MAC, "192.0.2.77", "00:00:00:00:00:00", "192.0.2.1")).build());
            VirtualTime.settle(engine);
            assertThat(engine.neighbours()).hasSize(1);
            cable.end.drain();
            cable.up = false;
            VirtualTime.settle(engine);
            assertThat(engine.neighbours()).isEmpty();
            assertThat(cable.end.drain()).isEmpty();
            cable.up = true;
            VirtualTime.settle(engine);
            List<byte[]> told = cable.end.drain();
            assertThat(told).hasSize(1);
            assertThat(Hex.format(told.get(0), 28, 4)).isEqualTo("c0 00 02 01");
            assertThat(engine.failures()).isEmpty();
        }
    }
}

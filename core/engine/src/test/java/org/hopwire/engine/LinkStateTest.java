package org.hopwire.engine;

import java.util.List;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.memory.Burst;
import org.hopwire.port.PortAround;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the engine makes of a port whose link is down, or that cannot send a frame it took. */
class LinkStateTest {
    private final VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
    private final MemoryPort lan = new MemoryPort("lan");
    private final Played wan = new Played(new MemoryPort("wan"));
    private Engine engine;

    /** A port with a link and a longest frame. */
    private static final class Played extends PortAround<MemoryPort> {
        private boolean isUp = true;
        private int longest = Integer.MAX_VALUE;

        Played(MemoryPort port) {
            super(port);
        }

        @Override
        public boolean isUp() {
            return isUp;
        }

        @Override
        public int transmit(Burst burst) {
            if (!isUp) {
                return 0;
            }
            Burst fitting = new Burst();
            for (int i = 0; i < burst.size(); i++) {
                if (burst.length[i] > longest) {
                    burst.flags[i] |= Burst.UNSENDABLE;
                } else {
                    fitting.add(burst.address[i], burst.length[i], 0);
                }
            }
            inner().transmit(fitting);
            return burst.size();
        }
    }

    @BeforeEach
    void build() {
        engine = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC), wan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC))
                .igmp(IgmpConfig.of(IgmpRole.QUERIER)).build();
        VirtualTime.settle(engine);
        wan.inner().drain();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void forward(int octets) {
        assertThat(lan.inject(Lab.fromLan("198.51.100.10").udp(1, 2, new byte[octets]).build())).isTrue();
    }

    private void requireBalance(EngineSnapshot figures) {
        long dropped = figures.dropped().values().stream().mapToLong(Long::longValue).sum();
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + dropped);
    }

    @Test
    void shouldDropWhatALinkThatIsDownCannotTake() {
        wan.isUp = false;
        forward(100);
        VirtualTime.settle(engine);
        assertThat(engine.snapshot().dropped()).containsEntry("port-down", 1L);
        requireBalance(engine.snapshot());
        wan.isUp = true;
        forward(100);
        VirtualTime.settle(engine);
        assertThat(wan.inner().drain()).anyMatch(frame -> frame.length == 142);
        requireBalance(engine.snapshot());
    }

    @Test
    void shouldNotCountAsSentWhatThePortCouldNotSend() {
        wan.longest = 200;
        forward(100);
        forward(1000);
        forward(101);
        VirtualTime.settle(engine);
        assertThat(engine.snapshot().dropped()).containsEntry("oversize", 1L);
        assertThat(engine.snapshot().forwarded()).isEqualTo(2);
        assertThat(engine.snapshot().ports().get("wan").refused()).isOne();
        assertThat(wan.inner().drain()).filteredOn(frame -> frame[23] == 17).extracting(frame -> frame.length)
                .containsExactly(142, 143);
        requireBalance(engine.snapshot());
    }

    @Test
    void shouldForgetTheMembersBehindALinkThatWentDown() {
        Packets report = Packets.ipv4("198.51.100.10", "224.0.0.22").eth(Lab.WAN_HOST_MAC, "01:00:5e:00:00:16").ttl(1)
                .routerAlert().igmp(Hex.parse("22 00 00 00 00 00 00 01 04 00 00 00 ef 01 02 03"));
        assertThat(wan.inner().inject(report.build())).isTrue();
        VirtualTime.settle(engine);
        assertThat(engine.membership().groups()).hasSize(1);
        wan.isUp = false;
        VirtualTime.settle(engine);
        assertThat(engine.membership().groups()).isEmpty();
        wan.isUp = true;
        wan.inner().drain();
        VirtualTime.settle(engine);
        VirtualTime.pass(engine, clock, 1_000_000_000L);
        List<byte[]> said = wan.inner().drain();
        assertThat(said).as("the querier begins anew").isNotEmpty().allMatch(frame -> frame[23] == 2);
    }
}

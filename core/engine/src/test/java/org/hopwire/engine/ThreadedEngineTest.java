package org.hopwire.engine;

import java.util.Arrays;
import java.util.List;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.RouterDiscoveryConfig;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The engine on threads of its own: nothing is lost on the way from start to close. */
class ThreadedEngineTest {
    private static final long FRAMES = 100_003;
    private static final int ICMP = 34;

    @Test
    void shouldAccountForEveryFrameOnThreadsOfItsOwn() throws InterruptedException {
        GeneratorPort lan = new GeneratorPort("lan", List.of(Lab.fromLan("192.0.2.1").echo(1, 2, new byte[20]).build(),
                Lab.fromLan("198.51.100.10").udp(1, 2).build(), Lab.fromLan("198.51.100.10").ttl(1).udp(1, 2).build(),
                Lab.fromLan("192.0.2.1").badIpChecksum().udp(1, 2).build()), 512, 128);
        SinkPort wan = new SinkPort("wan");
        lan.limit(FRAMES);
        Engine engine = Engine.builder().seed(1)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC), wan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)).build();
        engine.start();
        awaitReceived(engine);
        engine.close();
        EngineSnapshot figures = engine.snapshot();
        assertThat(engine.failures()).isEmpty();
        assertThat(figures.received()).isEqualTo(FRAMES);
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.forwarded()).isEqualTo((FRAMES + 2) / 4).isEqualTo(wan.transmitted());
        assertThat(figures.dropped()).containsEntry("bad-header-checksum", FRAMES / 4);
        assertThat(figures.icmpSent()).containsEntry("echo-reply", (FRAMES + 3) / 4);
        assertThat(figures.transmitted()).isEqualTo(lan.transmitted() + wan.transmitted());
    }

    /** Ends when all frames came in; what a hanging engine costs is the time limit of the whole run. */
    private static void awaitReceived(Engine engine) throws InterruptedException {
        for (int i = 0; i < 60_000 && engine.snapshot().received() < FRAMES; i++) {
            Thread.sleep(1);
        }
    }

    private static Lab advertising() {
        return new Lab(builder -> builder.icmp(
                IcmpConfig.defaults().withRouterDiscovery(RouterDiscoveryConfig.defaults().withEnabled(true))));
    }

    private static void assertGoodbye(List<byte[]> sent, String address) {
        assertThat(sent).isNotEmpty();
        byte[] last = sent.getLast();
        assertThat(Hex.format(last, 0, 6)).isEqualTo("01 00 5e 00 00 01");
        assertThat(Hex.format(last, 26, 8)).isEqualTo(address + " e0 00 00 01");
        assertThat(Hex.format(last, ICMP, 2)).isEqualTo("09 00");
        assertThat(Hex.format(last, ICMP + 4, 4)).as("one address, two words, lifetime 0").isEqualTo("01 02 00 00");
        assertThat(Hex.format(Arrays.copyOfRange(last, ICMP + 8, ICMP + 12))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("RFC 1256 4.3: closing the engine says goodbye on every port, on threads or without")
    void shouldSayGoodbyeOnClose(boolean threaded) {
        Lab lab = advertising();
        if (threaded) {
            lab.engine().start();
        }
        lab.close();
        assertGoodbye(lab.lan().drain(), "c0 00 02 01");
        assertGoodbye(lab.wan().drain(), "c6 33 64 01");
        assertThat(lab.engine().failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("RFC 1256: a router that does not advertise has nothing to say on close")
    void shouldSayNothingOnCloseByDefault(boolean threaded) {
        Lab lab = new Lab();
        if (threaded) {
            lab.engine().start();
        }
        lab.close();
        assertThat(lab.lan().drain()).isEmpty();
        assertThat(lab.wan().drain()).isEmpty();
    }
}

package org.hopwire.engine;

import java.util.List;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.RouterDiscoveryConfig;
import org.hopwire.memory.Burst;
import org.hopwire.port.Port;
import org.hopwire.port.PortAround;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How an engine ends: what its ports have taken in is dealt with, then it says goodbye, then the ports are closed. */
class DrainTest {
    private static final int WAITING = 5 * Burst.MAX_SIZE + 7;
    private static final int UNDER_WAY = 2 * Burst.MAX_SIZE + 3;
    private static final byte[] TRANSIT = Lab.fromLan("198.51.100.10").udp(1, 2).build();

    private final MemoryPort wan = new MemoryPort("wan");

    /** A port that shows frames only after it was told to take no more in: those that were under way. */
    private static final class LatePort extends PortAround<MemoryPort> {
        private int underWay;
        private boolean isStopped;
        private int receivedUnstopped;

        LatePort() {
            super(new MemoryPort("lan", 2 * WAITING, 256));
        }

        void waiting(int frames) {
            for (int i = 0; i < frames; i++) {
                assertThat(inner().inject(TRANSIT)).isTrue();
            }
        }

        @Override
        public int receive(Burst burst) {
            int received = inner().receive(burst);
            receivedUnstopped += isStopped ? 0 : received;
            return received;
        }

        @Override
        public boolean stopIntake() {
            isStopped = true;
            if (inner().pending() == 0) {
                waiting(underWay);
                underWay = 0;
            }
            return inner().pending() == 0;
        }
    }

    private Engine engine(Port lan) {
        return Engine.builder().seed(1).port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC), wan)
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC))
                .icmp(IcmpConfig.defaults()
                        .withRouterDiscovery(RouterDiscoveryConfig.defaults().withEnabled(true)))
                .build();
    }

    private static void requireForwarded(Engine engine, long count) {
        EngineSnapshot figures = engine.snapshot();
        assertThat(engine.failures()).isEmpty();
        assertThat(figures.received()).isEqualTo(count);
        assertThat(figures.forwarded()).isEqualTo(count);
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
    }

    /** The goodbye of RFC 1256 section 4.3, an advertisement of lifetime 0, is the last frame, and the only one. */
    private static void requireGoodbyeLast(List<byte[]> sent) {
        assertThat(Hex.format(sent.getLast(), 34, 8)).matches("09 00 .. .. 01 02 00 00");
        assertThat(sent).filteredOn(frame -> frame[23] == 1).extracting(frame -> Hex.format(frame, 40, 2))
                .filteredOn("00 00"::equals).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("all that waits in a port at the end is forwarded and counted, many bursts of it, before the goodbye")
    void shouldDealWithAllThatHasArrived(boolean threaded) {
        LatePort lan = new LatePort();
        lan.underWay = UNDER_WAY;
        Engine engine = engine(lan);
        if (threaded) {
            engine.start();
            engine.close();
            requireForwarded(engine, UNDER_WAY);
        } else {
            lan.waiting(WAITING);
            engine.close();
            requireForwarded(engine, WAITING + UNDER_WAY);
            assertThat(lan.receivedUnstopped).as("before the intake was stopped").isEqualTo(Burst.MAX_SIZE);
        }
        List<byte[]> sent = wan.drain();
        assertThat(sent).filteredOn(frame -> frame[23] == 17).hasSize((int) engine.snapshot().forwarded());
        requireGoodbyeLast(sent);
        requireGoodbyeLast(lan.inner().drain());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a port that never runs dry does not keep the engine from its end, and all it gave is accounted for")
    void shouldEndAlthoughAPortGoesOn(boolean threaded) {
        GeneratorPort lan = new GeneratorPort("lan", List.of(TRANSIT), 512, 128);
        Engine engine = engine(new Endless(lan));
        wan.transmitLimit(0);
        if (threaded) {
            engine.start();
        }
        engine.close();
        EngineSnapshot figures = engine.snapshot();
        assertThat(figures.received()).isEqualTo(lan.received()).isPositive();
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
    }

    @Test
    void shouldNotWaitForAGeneratorWithoutEnd() {
        GeneratorPort lan = new GeneratorPort("lan", List.of(TRANSIT), 512, 128);
        wan.transmitLimit(0);
        Engine engine = engine(lan);
        engine.close();
        assertThat(engine.snapshot().received()).isEqualTo(lan.received()).isEqualTo(Burst.MAX_SIZE);
    }

    /** A port that cannot be told to stop. */
    private static final class Endless extends PortAround<GeneratorPort> {
        Endless(GeneratorPort inner) {
            super(inner);
        }
    }
}

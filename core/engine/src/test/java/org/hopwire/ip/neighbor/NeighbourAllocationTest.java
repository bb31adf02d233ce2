package org.hopwire.ip.neighbor;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.testkit.Lab;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Not one byte per packet where neighbours are found by ARP: known, asked for, and failed ones, and ARP itself. */
class NeighbourAllocationTest {
    private static final int ROUNDS = 3_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A frame for every path. */
    enum Path {
        KNOWN(0, 0, ArpLab.toward(ArpLab.FAR, 1)),
        ASKED_FOR(1, 0, ArpLab.toward("198.51.100.78", 1)),
        FAILED(4 * ArpLab.SECOND, 0, ArpLab.toward("198.51.100.78", 1)),
        QUESTION(1, 0, ArpLab.request(Lab.LAN_HOST_MAC, "192.0.2.10", "192.0.2.1")),
        CHATTER(1, 0, ArpLab.request(Lab.LAN_HOST_MAC, "192.0.2.10", "192.0.2.99")),
        /** Told, and defended against, in each turn. */
        CONFLICT(1, 10 * ArpLab.SECOND, ArpLab.request(Lab.LAN_HOST_MAC, "192.0.2.1", "192.0.2.99"));

        private final long waitNs;
        /** What passes between two turns. */
        private final long stepNs;
        // written once, read by the generator
        @SuppressWarnings("ImmutableEnumChecker")
        private final byte[] frame;

        Path(long waitNs, long stepNs, byte[] frame) {
            this.waitNs = waitNs;
            this.stepNs = stepNs;
            this.frame = frame;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("zero bytes per packet in the best of many rounds of 2,560 packets")
    void shouldAllocateNothing(Path path) {
        GeneratorPort lan = new GeneratorPort("lan", List.of(path.frame), 512, 256);
        GeneratorPort wan = new GeneratorPort("wan",
                List.of(ArpLab.request(ArpLab.FAR_MAC, ArpLab.FAR, "198.51.100.1")), 512, 64);
        wan.limit(1);
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        try (Engine engine = Engine.builder().seed(1).clocks(clock, clock)
                .ip(ArpLab.ip(ArpConfig.defaults().withAnnouncements(0)))
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC), wan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC)).build()) {
            engine.invoke();
            pass(engine, clock, path.waitNs);
            long best = Long.MAX_VALUE;
            int rounds = 0;
            List<NeighbourEvent> events = new ArrayList<>();
            while (rounds < ROUNDS && (best > 0 || rounds < 3)) {
                best = Math.min(best, round(engine, clock, path.stepNs));
                engine.pollNeighbourEvents(events::add);
                rounds++;
            }
            assertThat(best).isZero();
            EngineSnapshot figures = engine.snapshot();
            assertThat(engine.failures()).isEmpty();
            assertThat(events).as("told").hasSize(path == Path.CONFLICT ? 1 + 10 * rounds : 0);
            assertTaken(path, figures);
        }
    }

    private static void pass(Engine engine, VirtualClock clock, long ns) {
        long end = clock.nowNs() + ns;
        for (long due = engine.nextDeadlineNs(); due <= end; due = engine.nextDeadlineNs()) {
            clock.advanceTo(Math.max(due, clock.nowNs()));
            engine.invoke();
        }
        clock.advanceTo(end);
        engine.invoke();
    }

    private static void assertTaken(Path path, EngineSnapshot figures) {
        switch (path) {
            case KNOWN -> assertThat(figures.forwarded()).isPositive();
            case ASKED_FOR -> assertThat(figures.neighbours()).containsKey("queue-dropped");
            case FAILED -> assertThat(figures.neighbours()).containsKey("unresolved");
            case QUESTION -> assertThat(figures.neighbours()).containsKey("replies-sent");
            case CHATTER -> assertThat(figures.consumed()).isPositive();
            case CONFLICT -> assertThat(figures.neighbours()).containsKey("conflict");
        }
    }

    private static long round(Engine engine, VirtualClock clock, long stepNs) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
            clock.advanceTo(clock.nowNs() + stepNs);
            engine.invoke();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

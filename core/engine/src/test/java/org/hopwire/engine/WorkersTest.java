package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.pipeline.ObservedPacket;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Several workers, each with a queue of every port, are one router to everybody else. */
class WorkersTest {
    private static final PortConfig LAN = PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC);
    private static final PortConfig WAN = PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC);
    private static final byte[] ECHO = Lab.fromLan("192.0.2.1").echo(1, 2, new byte[20]).build();
    private static final byte[] TRANSIT = Lab.fromLan("198.51.100.10").udp(1, 2).build();
    private static final byte[] BROKEN = Lab.fromLan("192.0.2.1").badIpChecksum().udp(1, 2).build();
    private static final long FRAMES = 50_000;

    private final VirtualClock clock = new VirtualClock(0, 0);

    private EngineBuilder router() {
        return Engine.builder().seed(1).clocks(clock, clock)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC));
    }

    @Test
    void shouldAnswerAndForwardOnTheQueueAFrameCameBy() {
        MemoryPort[] lan = {new MemoryPort("lan"), new MemoryPort("lan")};
        MemoryPort[] wan = {new MemoryPort("wan"), new MemoryPort("wan")};
        try (Engine engine = router().workers(2).port(LAN, lan).port(WAN, wan).build();
                Observation observation = engine.observe()) {
            lan[0].inject(ECHO);
            lan[1].inject(TRANSIT);
            lan[1].inject(BROKEN);
            VirtualTime.settle(engine);
            assertThat(lan[0].drain()).hasSize(1);
            assertThat(lan[1].drain()).isEmpty();
            assertThat(wan[0].drain()).isEmpty();
            assertThat(wan[1].drain()).hasSize(1);
            EngineSnapshot figures = engine.snapshot();
            assertThat(figures.received()).isEqualTo(3);
            assertThat(figures.dropped()).containsEntry("bad-header-checksum", 1L);
            assertThat(figures.ports().get("lan").received()).isEqualTo(3);
            List<ObservedPacket> seen = new ArrayList<>();
            assertThat(observation.poll(seen::add, 2)).isEqualTo(2);
            assertThat(observation.poll(seen::add, 2)).isEqualTo(1);
        }
    }

    @Test
    void shouldBringWhatAnyWorkerPuntsToTheOneControlAgent() {
        MemoryPort[] lan = {new MemoryPort("lan"), new MemoryPort("lan"), new MemoryPort("lan")};
        try (Engine engine = router().workers(3).port(LAN, lan).port(WAN, new MemoryPort("wan"), new MemoryPort("wan"),
                new MemoryPort("wan")).igmp(IgmpConfig.of(IgmpRole.QUERIER)).build()) {
            for (int i = 0; i < lan.length; i++) {
                lan[i].inject(MulticastLab.reportV2("192.0.2.10", "239.1.2." + i).build());
            }
            VirtualTime.settle(engine);
            assertThat(engine.membership().groups()).hasSize(3);
            assertThat(engine.snapshot().igmpReceived()).containsEntry("report-v2", 3L);
            assertThat(lan[0].drain()).as("a query of the control agent's").hasSize(1);
            assertThat(lan[1].drain()).isEmpty();
        }
    }

    @Test
    void shouldAccountForEveryFrameOnThreads() throws InterruptedException {
        GeneratorPort[] lan = {generator(), generator()};
        SinkPort[] wan = {new SinkPort("wan"), new SinkPort("wan")};
        Engine engine = Engine.builder().seed(1).workers(2).port(LAN, lan).port(WAN, wan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)).build();
        engine.start();
        for (int i = 0; i < 60_000 && engine.snapshot().received() < 2 * FRAMES; i++) {
            Thread.sleep(1);
        }
        engine.close();
        EngineSnapshot figures = engine.snapshot();
        assertThat(engine.failures()).isEmpty();
        assertThat(figures.received()).isEqualTo(2 * FRAMES)
                .isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.forwarded()).isEqualTo(wan[0].transmitted() + wan[1].transmitted());
        assertThat(figures.dropped()).containsEntry("bad-header-checksum", FRAMES / 2);
    }

    private static GeneratorPort generator() {
        GeneratorPort port = new GeneratorPort("lan", List.of(ECHO, TRANSIT, BROKEN, ECHO), 512, 128);
        port.limit(FRAMES);
        return port;
    }

    @Test
    void shouldRefuseWorkersWithoutQueues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.builder().workers(2).port(LAN, new MemoryPort("lan"))
                        .build())
                .withMessage("engine workers: 2, and port lan of kind \"memory\" has 1 queue");
        assertThatIllegalArgumentException().isThrownBy(() -> Engine.builder().workers(2).port(LAN).build())
                .withMessage("engine workers: 2, and port lan of kind \"memory\" has 1 queue");
        assertThatIllegalArgumentException().isThrownBy(() -> router().workers(0))
                .withMessage("engine workers: 0 is not 1 to 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineSettings(EngineMode.SWITCH, null, null, 2, null))
                .withMessage("engine workers: 2: a switch has one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineSettings(null, null, null, 2, List.of(0)))
                .withMessage("engine cores: [0] is not one for each of 2 workers");
    }

    @Test
    void shouldRunPinned() {
        MemoryPort lan = new MemoryPort("lan");
        Engine engine = Engine.builder().config(new EngineConfig(
                new EngineSettings(null, null, 1L, 1, List.of(0)), List.of(LAN), null, null, null, null))
                .open("lan", lan).build();
        engine.start();
        engine.close();
        assertThat(engine.failures()).isEmpty();
    }
}

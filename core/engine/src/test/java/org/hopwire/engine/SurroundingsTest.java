package org.hopwire.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A whole engine over memory that is full of someone else's octets, or is written while it is read. */
class SurroundingsTest {
    private static final String[] OPTIONS = {"", "94 04 00 00", "07 0b 04 00 00 00 00 00 00 00 00", "44 0c 05 01"
            + " 00 00 00 00 00 00 00 00",
        "07 03 02 00", "00 ff ff ff", "01 01 01 01"};
    private static final String[] TARGETS = {"192.0.2.1", "198.51.100.10", "198.51.100.77", "203.0.113.7", "10.1.1.1",
        "192.0.2.255", "224.0.0.1", "192.0.2.77"};
    private static final int BEHIND_OPTIONS = 14 + 60;
    private static final int[] LENGTHS = {0, 1, 3, 17, 100, 128, 129, 577, 1300};

    private static Engine engine(SlabPort lan, SlabPort wan) {
        IcmpConfig icmp = IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none()).withInterfaceInformation(true);
        for (IcmpType type : IcmpType.values()) {
            icmp = icmp.withPolicy(type, IcmpConfig.TypePolicy.LEGACY);
        }
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        return Engine.builder().seed(1).clocks(clock, clock).icmp(icmp)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC).withMtu(1280).withVlan(7), wan)
                .route(RouteConfig.via("203.0.113.0/24", "192.0.2.77"))
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("lan", "192.0.2.77", "02:00:00:00:01:4d"))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)).build();
    }

    private static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        for (String target : TARGETS) {
            for (String options : OPTIONS) {
                for (int length : LENGTHS) {
                    addFrames(frames, target, options, length);
                }
            }
        }
        frames.add(Packets.frame().eth(Lab.LAN_HOST_MAC, "ff:ff:ff:ff:ff:ff").raw(0x0806,
                Packets.arp(1, Lab.LAN_HOST_MAC, "192.0.2.10", "00:00:00:00:00:00", "192.0.2.1")).build());
        return frames;
    }

    private static void addFrames(List<byte[]> frames, String target, String options, int length) {
        byte[] data = new byte[length];
        frames.add(packet(target, options).echo(1, 2, data).build());
        frames.add(packet(target, options).udp(1, 2, data).build());
        frames.add(packet(target, options).ttl(1).udp(1, 2, data).build());
        frames.add(packet(target, options).dontFragment().payload(99, data).build());
        frames.add(packet(target, options).udp(1, 2, data).trailer(new byte[9]).build());
        for (int type : new int[] {10, 13, 15, 17, 42, 3, 200}) {
            frames.add(packet(target, options).icmp(type, 0, 0x0001_0101, data).build());
        }
    }

    private static Packets packet(String target, String options) {
        return options.isEmpty() ? Lab.fromLan(target) : Lab.fromLan(target).options(options);
    }

    private static List<String> outputs(int poison) {
        SlabPort lan = new SlabPort("lan", poison);
        SlabPort wan = new SlabPort("wan", poison);
        try (Engine engine = engine(lan, wan)) {
            frames().forEach(lan::inject);
            VirtualTime.settle(engine);
            assertThat(engine.failures()).isEmpty();
            assertThat(engine.snapshot().icmpSent()).containsKeys("echo-reply", "timestamp-reply", "redirect",
                    "destination-unreachable", "time-exceeded", "parameter-problem");
            assertThat(engine.snapshot().forwarded()).isGreaterThan(100);
        }
        List<String> outputs = new ArrayList<>();
        lan.sent().forEach(frame -> outputs.add("lan " + Hex.format(frame)));
        wan.sent().forEach(frame -> outputs.add("wan " + Hex.format(frame)));
        return outputs;
    }

    @Test
    @DisplayName("R-LEAK-01: double poison: all that an engine emits depends on the frames, not on what lay around them")
    void shouldEmitTheSameInAnySurroundings() {
        List<String> zeros = outputs(0x00);
        assertThat(zeros).hasSizeGreaterThan(2_000);
        assertThat(outputs(0xFF)).isEqualTo(zeros);
    }

    @Test
    @DisplayName("R-LEN-06: another thread that writes the frames of a whole engine makes nothing fail and nothing go uncounted")
    void shouldSurviveFramesThatChangeUnderWay() throws InterruptedException {
        SlabPort lan = new SlabPort("lan", 0);
        SlabPort wan = new SlabPort("wan", 0);
        AtomicBoolean stop = new AtomicBoolean();
        race(lan, wan, new Thread(() -> mutate(lan, stop)), stop);
    }

    // the scheduler only makes both sides run more often: nothing here relies on when
    @SuppressWarnings("ThreadPriorityCheck")
    private static void race(SlabPort lan, SlabPort wan, Thread mutator, AtomicBoolean stop)
            throws InterruptedException {
        mutator.start();
        try (Engine engine = engine(lan, wan)) {
            try {
                for (int i = 0; i < 5_000 && (i < 200 || engine.snapshot().droppedTotal() < 5_000); i++) {
                    injectRaced(lan);
                    VirtualTime.settle(engine);
                    lan.sent().clear();
                    wan.sent().clear();
                    Thread.yield();
                }
            } finally {
                stop.set(true);
                mutator.join();
            }
            EngineSnapshot figures = engine.snapshot();
            assertThat(engine.failures()).isEmpty();
            assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
            assertThat(figures.forwarded()).isPositive();
            assertThat(figures.originated()).isPositive();
            assertThat(figures.droppedTotal()).as("frames another thread spoiled").isPositive();
        }
    }

    /** None of these is dropped unless someone changes it. */
    private static void injectRaced(SlabPort lan) {
        for (int i = 0; i < SlabPort.SLOTS; i += 4) {
            lan.inject(Lab.fromLan("192.0.2.1").echo(1, 2, new byte[100]).build());
            lan.inject(Lab.fromLan("198.51.100.10").udp(1, 2, new byte[100]).build());
            lan.inject(Lab.fromLan("203.0.113.7").udp(1, 2, new byte[100]).build());
            lan.inject(Lab.fromLan("192.0.2.1").icmp(13, 0, 1, new byte[12]).build());
        }
    }

    // the scheduler only makes both sides run more often: nothing here relies on when
    @SuppressWarnings("ThreadPriorityCheck")
    private static void mutate(SlabPort lan, AtomicBoolean stop) {
        SplittableRandom random = new SplittableRandom(60);
        while (!stop.get()) {
            for (int i = 0; i < 50; i++) {
                UnsafeBuffer frame = new UnsafeBuffer(lan.address(random.nextInt(SlabPort.SLOTS)), 400);
                if (random.nextInt(4) == 0) {
                    frame.putByte(BEHIND_OPTIONS + random.nextInt(300), (byte) random.nextInt());
                } else {
                    frame.putBytes(14, header(random));
                }
            }
            Thread.yield();
        }
    }

    /** A header with lengths and destination of its own, under a right checksum three times out of four. */
    private static byte[] header(SplittableRandom random) {
        byte[] options = new byte[4 * random.nextInt(11)];
        Arrays.fill(options, (byte) 1);
        Packets packets = Packets.ipv4("192.0.2.10", TARGETS[random.nextInt(TARGETS.length)]).options(options)
                .totalLength(random.nextInt(700)).ttl(random.nextInt(4)).payload(random.nextInt(3) == 0 ? 17 : 1);
        if (random.nextInt(4) == 0) {
            packets.badIpChecksum();
        }
        return packets.build();
    }
}

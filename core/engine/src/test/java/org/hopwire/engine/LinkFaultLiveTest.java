package org.hopwire.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.ProcessHoldings;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An engine that forwards from one cable to another, under a load that never ends, while the first cable's link flaps
 * or its interface comes and goes: every frame is accounted for, by the engine's figures and by the kernel's.
 */
@Tag("live")
class LinkFaultLiveTest {
    private static final int FLAPS = 1000;
    private static final int REMADE = 12;
    private static final int AFTERWARDS = 1000;
    private static final int SOME = 100;
    private static final int FEW = 16;
    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final long POLL_NS = 200_000;
    private static final byte[] TRANSIT = Packets.ipv4("192.0.2.10", "198.51.100.10")
            .eth(VethPair.FAR_MAC, VethPair.NEAR_MAC).udp(1, 2, new byte[20]).build();
    private static final byte[] REPORT = Packets.ipv4("192.0.2.10", "239.1.2.3")
            .eth(VethPair.FAR_MAC, "01:00:5e:01:02:03").ttl(1).routerAlert()
            .igmp(Hex.parse("16 00 00 00 ef 01 02 03")).build();

    private final VethPair lan = new VethPair();
    private final VethPair wan = new VethPair();
    private Engine engine;
    private LoadSender load;

    /** Switches interfaces of a network namespace, without a process for each time. */
    private record Switch(Descriptor socket, String device) implements AutoCloseable {
        private static final int SET_FLAGS = 0x8914;
        private static final int UP = 1;
        /** What an interface of this kind can: IFF_BROADCAST, IFF_MULTICAST. */
        private static final int ABILITIES = 0x1002;

        static Switch of(String namespace, String device) {
            return new Switch(NetworkNamespace.call(namespace, () -> Device.socketFor(device)), device);
        }

        void set(boolean isUp) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment request = Device.requestFor(arena, device);
                request.set(ValueLayout.JAVA_SHORT, 16, (short) (ABILITIES | (isUp ? UP : 0)));
                socket.control(SET_FLAGS, "SIOCSIFFLAGS", request.address(), "");
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @AfterEach
    void removeBed() {
        if (load != null) {
            load.close();
        }
        if (engine != null) {
            engine.close();
        }
        lan.close();
        wan.close();
    }

    private void begin(PortKind kind) {
        BpfAccess.requireIf(kind == PortKind.AF_XDP);
        engine = Engine.builder().seed(1).port(port("lan", kind, lan, "192.0.2.1/24", VethPair.NEAR_MAC))
                .port(port("wan", PortKind.AF_PACKET, wan, "198.51.100.1/24", "02:00:00:00:0b:01"))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", VethPair.FAR_MAC))
                .igmp(IgmpConfig.of(IgmpRole.QUERIER)).build();
        assertThat(engine.notices()).noneMatch(line -> line.contains("instead of AF_XDP"));
        engine.start();
        load = new LoadSender(lan, TRANSIT);
        await(() -> lanPort().isUp() && engine.ports().get(1).isUp());
        load.send(REPORT, 1);
        await(this::isMemberKnown);
        assertThat(isMemberKnown()).isTrue();
    }

    private static PortConfig port(String name, PortKind kind, VethPair cable, String address, String mac) {
        return PortConfig.device(name, kind, VethPair.NEAR, address).withMac(mac)
                .withOptions(LinuxPortConfig.defaults().withNamespace(cable.nearNamespace()));
    }

    private LinuxPort lanPort() {
        return (LinuxPort) engine.ports().get(0);
    }

    private boolean isMemberKnown() {
        return engine.membership().groups().stream().anyMatch(group -> group.port().equals("lan"));
    }

    private EngineSnapshot.PortFigures figures(String port) {
        return engine.snapshot().ports().get(port);
    }

    /** Frames the engine has received on the link, and those the kernel has lost in front of it. */
    private long accounted() {
        return figures("lan").received() + lanPort().count(LinuxCounter.KERNEL_DROPPED);
    }

    /** Waits until something holds; what it takes is no one's business, the caller asserts what holds in the end. */
    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NS) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private static long counted(VethPair cable, String counter) {
        return Long.parseLong(cable.inFar("cat", "/sys/class/net/" + VethPair.FAR + "/statistics/" + counter)
                .getFirst());
    }

    @ParameterizedTest
    @CsvSource({"AF_PACKET, far", "AF_XDP, far", "AF_PACKET, near", "AF_XDP, near"})
    @DisplayName("1,000 flaps of a link under load, by either end: no frame is unaccounted for, nothing leaks")
    void shouldAccountForEveryFrameWhileItsLinkFlaps(PortKind kind, String end) throws IOException {
        begin(kind);
        requireForwarding();
        ProcessHoldings before = ProcessHoldings.now();
        String namespace = end.equals(VethPair.NEAR) ? lan.nearNamespace() : lan.farNamespace();
        try (Switch link = Switch.of(namespace, end)) {
            load.begin();
            for (int i = 0; i < FLAPS; i++) {
                load.awaitSent(FEW);
                link.set(false);
                link.set(true);
            }
            link.set(false);
            await(() -> !lanPort().isUp() && !isMemberKnown());
            assertThat(isMemberKnown()).as("a member on a link that was down").isFalse();
            link.set(true);
            load.awaitSent(SOME);
            load.stop();
        }
        requireAllAccounted(end);
        requireForwarding();
        requireNoMore(before);
        assertThat(lanPort().count(LinuxCounter.LINK_LOST)).isPositive();
        requireBalance();
    }

    /**
     * What was sent on a cable whose far end is switched is received, or the kernel has lost it; what was refused there
     * was not sent. Where the near end is switched off the kernel first takes the socket off the interface, and keeps
     * no figure of what is on its way then: a frame in some hundred flaps, and none in most.
     */
    private void requireAllAccounted(String end) {
        long sent = counted(lan, "tx_packets");
        long least = end.equals(VethPair.FAR) ? sent : sent - FLAPS;
        await(() -> accounted() >= least);
        assertThat(accounted()).as("received or lost").isBetween(least, sent);
        requireAllOfTheRing();
    }

    /** The kernel counts what it puts into the ring, whichever interface of that name it comes from. */
    private void requireAllOfTheRing() {
        BooleanSupplier isRead = () -> figures("lan").received() == lanPort().count(LinuxCounter.KERNEL_RECEIVED)
                - lanPort().count(LinuxCounter.KERNEL_DROPPED);
        await(isRead);
        assertThat(isRead.getAsBoolean()).as("all of the ring").isTrue();
    }

    /** So many frames, and the host at the other end has as many more. */
    private void requireForwarding() {
        await(() -> lanPort().isUp());
        long forwarded = engine.snapshot().forwarded();
        long delivered = counted(wan, "rx_packets");
        load.send(TRANSIT, AFTERWARDS);
        await(() -> engine.snapshot().forwarded() == forwarded + AFTERWARDS);
        assertThat(engine.snapshot().forwarded()).isEqualTo(forwarded + AFTERWARDS);
        await(() -> counted(wan, "rx_packets") >= delivered + AFTERWARDS);
        assertThat(counted(wan, "rx_packets")).isGreaterThanOrEqualTo(delivered + AFTERWARDS);
    }

    private static void requireNoMore(ProcessHoldings before) throws IOException {
        ProcessHoldings after = ProcessHoldings.now();
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors());
        assertThat(after.ringMappings()).as("mappings").isLessThanOrEqualTo(before.ringMappings());
    }

    private void requireBalance() {
        engine.close();
        EngineSnapshot figures = engine.snapshot();
        assertThat(engine.failures()).isEmpty();
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
        assertThat(figures.ports().get("wan").transmitted()).as("what the other host has got")
                .isEqualTo(counted(wan, "rx_packets"));
    }

    @ParameterizedTest
    @EnumSource(value = PortKind.class, names = {"AF_PACKET", "AF_XDP"})
    @DisplayName("an interface that is deleted and made again under load: what it had received is not lost with it")
    void shouldAccountForEveryFrameWhileItsInterfaceComesAndGoes(PortKind kind) throws IOException {
        begin(kind);
        requireForwarding();
        load.begin();
        remake();
        assertThat(isMemberKnown()).as("a member on an interface that was deleted").isFalse();
        ProcessHoldings before = ProcessHoldings.now();
        for (int i = 1; i < REMADE; i++) {
            remake();
        }
        load.stop();
        assertThat(lanPort().count(LinuxCounter.REOPENED)).isEqualTo(REMADE);
        requireAllOfTheRing();
        assertThat(accounted()).as("received or lost").isBetween(1L + REMADE * SOME, load.accepted());
        requireForwarding();
        requireNoMore(before);
        requireBalance();
    }

    /** Until the load is forwarded again. */
    private void remake() {
        lan.disconnect();
        await(() -> !lanPort().isUp());
        lan.connect();
        load.connect();
        await(() -> lanPort().isUp());
        long forwarded = engine.snapshot().forwarded();
        await(() -> engine.snapshot().forwarded() >= forwarded + SOME);
        assertThat(engine.snapshot().forwarded()).isGreaterThanOrEqualTo(forwarded + SOME);
    }
}

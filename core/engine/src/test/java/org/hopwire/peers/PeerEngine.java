package org.hopwire.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Address;

/** The router that meets real peers on its one port, the same live and in replay. */
final class PeerEngine implements AutoCloseable {
    /** Of our port. */
    static final String MAC = Lab.LAN_MAC;

    private static final IgmpConfig.Timers SHORT = new IgmpConfig.Timers(2, 4_000, 1_000, 1_000, 2, 300, 2);
    /** Version 1 has no Max Resp Time: its hosts take ten seconds. */
    private static final IgmpConfig.Timers OLDEST = new IgmpConfig.Timers(2, 11_000, 10_000, 2_000, 2, 300, 2);

    private final MemoryPort port = new MemoryPort("lan");
    private final Engine engine;

    /**
     * An engine that has not begun.
     *
     * @param version of IGMP, 1 to 3
     * @param address of the port
     * @param clock virtual time, or null for the machine's own
     */
    PeerEngine(int version, String address, VirtualClock clock) {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.QUERIER).withVersion(version)
                .withTimers(IgmpConfig.TimerProfile.RFC9776, version == 1 ? OLDEST : SHORT);
        EngineBuilder builder = Engine.builder().seed(1).igmp(igmp)
                .port(PortConfig.memory("lan", address + "/24").withMac(MAC), port);
        engine = clock == null ? builder.build() : builder.clocks(clock, clock).build();
    }

    /** Takes a frame, and does what there is to do. */
    void put(byte... frame) {
        if (!port.inject(frame)) {
            throw new IllegalStateException("no slot");
        }
        run();
    }

    /** Does what there is to do now. */
    void run() {
        VirtualTime.settle(engine);
    }

    /** What it has sent since the last call. */
    List<byte[]> sent() {
        return List.copyOf(port.drain());
    }

    long nextDeadlineNs() {
        return engine.nextDeadlineNs();
    }

    List<String> failures() {
        return engine.failures();
    }

    /** Whether we query the link. */
    boolean isQuerier() {
        return engine.membership().queriers().get(0).isOurselves();
    }

    /** Who does. */
    String querier() {
        return Ipv4Address.format(engine.membership().queriers().get(0).address());
    }

    /** The groups in short: {@code "239.1.2.3 EXCLUDE 10.0.0.1"}: the sources not wanted, or the only ones wanted. */
    List<String> groups() {
        MembershipSnapshot snapshot = engine.membership();
        return snapshot.groups().stream().sorted(Comparator.comparingInt(GroupSnapshot::group)).map(PeerEngine::inShort)
                .toList();
    }

    static String inShort(GroupSnapshot group) {
        List<String> words = new ArrayList<>(List.of(Ipv4Address.format(group.group()), group.mode().name()));
        group.sources().stream().filter(source -> source.forwarded() == (group.mode() == FilterMode.INCLUDE))
                .map(source -> Ipv4Address.format(source.address())).sorted().forEach(words::add);
        return String.join(" ", words);
    }

    @Override
    public void close() {
        engine.close();
    }
}

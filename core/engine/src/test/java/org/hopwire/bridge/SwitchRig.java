package org.hopwire.bridge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.DropReason;
import org.hopwire.membership.MembershipCounter;
import org.hopwire.membership.MembershipLimits;
import org.hopwire.membership.MembershipTable;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.pipeline.ControlAgent;
import org.hopwire.pipeline.Dispatcher;
import org.hopwire.pipeline.PacketLink;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.pipeline.PortCounter;
import org.hopwire.pipeline.ReadMark;
import org.hopwire.pipeline.Worker;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.pipeline.WorkerParts;
import org.hopwire.port.Port;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Packets;
import org.hopwire.time.VirtualClock;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

/** A whole switch on the test's thread in virtual time: worker, control agent, memory ports. */
final class SwitchRig implements AutoCloseable {
    static final String MAC = "02:aa:00:00:00:01";
    static final long OWN_MAC = 0x02AA_0000_0001L;
    private static final int SLOTS = 300;

    final VirtualClock clock = new VirtualClock(1_000_000_000_000L, 1_000_000_000_000L);
    final List<MemoryPort> ports = new ArrayList<>();
    final CounterRegistry registry;
    final MembershipTable groups;
    final BridgeTables tables;
    final BridgeHandlers bridge;
    final List<Punt> punted = new ArrayList<>();
    private final PacketLink punts = new PacketLink(64, 4096);
    private final PacketLink originated = new PacketLink(64, 4096);
    private final WorkerCounters counters;
    private final Worker worker;
    private final ControlAgent control;
    private final Speaker speaker = new Speaker();

    /** What the control agent got. */
    @SuppressWarnings("ArrayRecordComponent")
    record Punt(PacketClass sort, int vlan, int port, byte[] datagram) {}

    SwitchRig(int ports) {
        this(BridgeConfig.defaults(ports));
    }

    SwitchRig(BridgeConfig config) {
        int count = config.ports().size();
        for (int i = 0; i < count; i++) {
            ports.add(new MemoryPort("p" + i, count > 64 && i > 0 ? 2 : SLOTS, 2048));
        }
        registry = new CounterRegistry(500 + 8 * count);
        groups = new MembershipTable(MembershipLimits.of(1000), 42,
                registry.register(MembershipCounter.class, "m", 140));
        tables = BridgeTables.of(config, groups.reader());
        bridge = new BridgeHandlers(config, tables, OWN_MAC, registry, "w", new SplittableRandom(5));
        counters = WorkerCounters.register(registry, "w", ports.stream().map(MemoryPort::name).toList());
        worker = new Worker(new WorkerParts(List.<Port>copyOf(ports), bridge.parser(),
                new Dispatcher(bridge.byClass()), BridgeHandlers.errors(), bridge.output(), clock, clock, punts,
                originated, counters, null));
        control = new ControlAgent(List.of(speaker), List.of(punts), originated, clock, clock,
                registry.register(PipelineCounter.class, "c", WorkerCounters.PIPELINE_TYPE_ID), 2048,
                new ReadMark(0));
        control.onStart();
    }

    /** A station's MAC: 02:00:00:00:00:nn. */
    static String mac(int station) {
        return "02:00:00:00:%02x:%02x".formatted(station >> 8 & 255, station & 255);
    }

    /** An IP packet between stations. */
    static Packets frame(int from, int to) {
        return Packets.ipv4("10.0.0." + (from & 255), "10.0.0." + (to & 255)).eth(mac(from), mac(to)).udp(1, 2,
                new byte[30]);
    }

    /** Multicast data in the frame the group maps to. */
    static Packets data(int from, String source, String group) {
        int address = Packets.address(group);
        String target = "01:00:5e:%02x:%02x:%02x".formatted(address >> 16 & 127, address >> 8 & 255, address & 255);
        return Packets.ipv4(source, group).eth(mac(from), target).ttl(1).udp(1, 2, new byte[30]);
    }

    /** An IGMP message of a host to its right place. */
    static Packets igmp(int from, String destination, byte... message) {
        return data(from, "10.0.0." + from, destination).routerAlert().igmp(message);
    }

    /** Lets a frame in and says which ports it left by. */
    List<Integer> on(int port, Packets frame) {
        return on(port, frame.build());
    }

    List<Integer> on(int port, byte... frame) {
        assertThat(ports.get(port).inject(frame)).as("slot").isTrue();
        return run();
    }

    /** Runs until idle; ports that have frames to drain, lowest first. */
    List<Integer> run() {
        int work;
        do {
            work = worker.doWork() + control.doWork();
        } while (work > 0);
        assertIdentity();
        List<Integer> busy = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).sentCount() > 0) {
                busy.add(i);
                last.put(i, ports.get(i).drain());
            }
        }
        return busy;
    }

    private final Map<Integer, List<byte[]>> last = new HashMap<>();

    /** The frame that left by a port in the last run in which one did. */
    byte[] left(int port) {
        return last.get(port).get(last.get(port).size() - 1);
    }

    private void assertIdentity() {
        assertThat(count(PipelineCounter.FORWARDED) + count(PipelineCounter.CONSUMED) + counters.drops().sum())
                .as("received").isEqualTo(count(PipelineCounter.RECEIVED));
        long transmitted = counters.ports().stream().mapToLong(each -> each.get(PortCounter.TRANSMITTED)).sum();
        assertThat(count(PipelineCounter.FORWARDED) + count(PipelineCounter.ORIGINATED)).as("transmitted")
                .isEqualTo(transmitted);
        assertThat(ports.get(0).available()).isEqualTo(SLOTS);
    }

    long count(PipelineCounter row) {
        return counters.pipeline().get(row);
    }

    long count(BridgeCounter row) {
        return bridge.counters().get(row);
    }

    long dropped(DropReason reason) {
        return counters.drops().get(reason);
    }

    void passSeconds(long seconds) {
        clock.advanceBy(seconds * 1_000_000_000L);
    }

    /** EXCLUDE mode without sources: any source. */
    void join(int vlan, String group, int port) {
        filter(vlan, group, port, true);
    }

    void filter(int vlan, String group, int port, boolean exclude, String... sources) {
        int[] list = Arrays.stream(sources).mapToInt(Packets::address).toArray();
        assertThat(groups.update(vlan, Packets.address(group), port, exclude, list, list.length)).isTrue();
    }

    /** Lets the control agent send a datagram into a VLAN, by one port or (-1) by all. */
    List<Integer> say(int vlan, int port, byte[] datagram) {
        speaker.say(vlan, port, datagram, clock.nowNs());
        return run();
    }

    /** Lets a burst in without running; the caller runs. */
    void inject(int port, byte[] frame, int flags, int tag) {
        assertThat(ports.get(port).inject(frame, frame.length, 0, flags, tag)).isTrue();
    }

    Worker worker() {
        return worker;
    }

    @Override
    public void close() {
        worker.onClose();
        control.onClose();
        punts.close();
        originated.close();
        groups.close();
        ports.forEach(MemoryPort::close);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Words(int vlan, int port, byte[] datagram) {}

    private final class Speaker implements ControlHandler {
        private final Deque<Words> waiting = new ArrayDeque<>();
        private ControlTimers timers;

        void say(int vlan, int port, byte[] datagram, long nowNs) {
            waiting.add(new Words(vlan, port, datagram));
            timers.arm(nowNs, 0);
            clock.advanceBy(20_000_000);
        }

        @Override
        public void onStart(ControlTimers own, Turn turn) {
            timers = own;
        }

        @Override
        public void onTimer(long payload, long deadlineNs, Turn turn) {
            Words words = waiting.remove();
            Packet packet = turn.spawn(words.datagram.length);
            packet.view().putBytes(0, words.datagram);
            packet.readdress(packet.view().getInt(12, BIG_ENDIAN),
                    packet.view().getInt(16, BIG_ENDIAN));
            packet.vlan(words.vlan);
            packet.output(words.port);
        }

        @Override
        public boolean handles(Packet packet) {
            return true;
        }

        @Override
        public void onBurst(PacketList part, Turn turn) {
            for (int i = 0; i < part.size(); i++) {
                Packet packet = part.get(i);
                byte[] datagram = new byte[packet.view().capacity()];
                packet.view().getBytes(0, datagram);
                punted.add(new Punt(packet.packetClass(), packet.vlan(), packet.inPort(), datagram));
            }
        }
    }
}

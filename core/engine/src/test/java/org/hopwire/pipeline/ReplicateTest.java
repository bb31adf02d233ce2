package org.hopwire.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.memory.PortSets;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.port.Port;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** One frame out by many ports: who gets it, and how it is counted. */
class ReplicateTest {
    private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};

    private final List<MemoryPort> ports = new ArrayList<>();
    private final VirtualClock clock = new VirtualClock();
    private PacketLink punts;
    private PacketLink originated;
    private WorkerCounters counters;
    private Worker worker;

    private void start(int count, BurstHandler handler) {
        for (int i = 0; i < count; i++) {
            ports.add(new MemoryPort("p" + i, i == 0 ? 512 : 1, 64));
        }
        List<String> names = ports.stream().map(MemoryPort::name).toList();
        counters = WorkerCounters.register(new CounterRegistry(1000 + 5 * count), "w", names);
        punts = new PacketLink(4, 2048);
        originated = new PacketLink(4, 2048);
        worker = new Worker(new WorkerParts(List.<Port>copyOf(ports), ReplicateTest::parse,
                new Dispatcher(Map.of(PacketClass.MULTICAST, handler)), (part, turn) -> quench(part),
                (part, turn) -> {}, clock, clock, punts, originated, counters, null));
    }

    private static void parse(Burst burst, int inPort, int headroom, Packet[] into, PacketList[] byClass) {
        for (int i = 0; i < burst.size(); i++) {
            into[i].arrive(burst, i, inPort, headroom);
            into[i].bindBehind(14);
            into[i].sort(PacketClass.MULTICAST);
            byClass[PacketClass.MULTICAST.index()].add(into[i]);
        }
    }

    private static void quench(PacketList part) {
        for (int i = 0; i < part.size(); i++) {
            part.get(i).drop(part.get(i).cause().dropReason());
        }
    }

    private static BurstHandler toAll(int... targets) {
        return (part, turn) -> {
            for (int i = 0; i < part.size(); i++) {
                part.get(i).replicate(set(turn, targets));
            }
        };
    }

    private static int set(Turn turn, int... targets) {
        int set = turn.portSets().allot();
        for (int target : targets) {
            turn.portSets().add(set, target);
        }
        return set;
    }

    private void receive(int frames) {
        for (int i = 0; i < frames; i++) {
            assertThat(ports.get(0).inject(FRAME)).isTrue();
        }
        worker.doWork();
    }

    private long count(PipelineCounter row) {
        return counters.pipeline().get(row);
    }

    private void assertIdentity() {
        assertThat(count(PipelineCounter.FORWARDED) + count(PipelineCounter.CONSUMED) + counters.drops().sum())
                .as("received").isEqualTo(count(PipelineCounter.RECEIVED));
        long transmitted = counters.ports().stream().mapToLong(each -> each.get(PortCounter.TRANSMITTED)).sum();
        assertThat(count(PipelineCounter.FORWARDED) + count(PipelineCounter.ORIGINATED)).as("transmitted")
                .isEqualTo(transmitted);
        assertThat(ports.get(0).available()).as("frames at home").isEqualTo(512);
    }

    @AfterEach
    void close() {
        worker.onClose();
        punts.close();
        originated.close();
        ports.forEach(MemoryPort::close);
    }

    @Test
    void shouldSendTheSameBytesByEveryPortOfTheSet() {
        start(5, toAll(1, 3, 4));
        receive(1);
        assertThat(ports).extracting(MemoryPort::sentCount).containsExactly(0, 1, 0, 1, 1);
        assertThat(ports.get(3).drain()).containsExactly(FRAME);
    }

    @Test
    void shouldCountTheFirstCopyAsForwardedAndTheRestAsReplicated() {
        start(5, toAll(1, 3, 4));
        receive(7);
        assertThat(count(PipelineCounter.FORWARDED)).isEqualTo(7);
        assertThat(count(PipelineCounter.ORIGINATED)).isEqualTo(14);
        assertThat(count(PipelineCounter.REPLICATED)).isEqualTo(14);
        assertIdentity();
    }

    @Test
    void shouldCountWhatAFullPortRefusedAsLostCopies() {
        start(5, toAll(1, 3, 4));
        ports.get(3).transmitLimit(2);
        receive(7);
        assertThat(count(PipelineCounter.FORWARDED)).isEqualTo(7);
        assertThat(count(PipelineCounter.REPLICATED)).isEqualTo(9);
        assertThat(count(PipelineCounter.REPLICAS_LOST)).isEqualTo(5);
        assertThat(counters.ports().get(3).get(PortCounter.REFUSED)).isEqualTo(5);
        assertIdentity();
    }

    @Test
    void shouldDropAFrameThatNoPortTook() {
        start(3, toAll(1, 2));
        ports.get(1).down(true);
        ports.get(2).down(true);
        receive(2);
        assertThat(counters.drops().get(DropReason.PORT_FULL)).isEqualTo(2);
        assertThat(count(PipelineCounter.REPLICAS_LOST)).isEqualTo(2);
        assertIdentity();
    }

    @Test
    void shouldDropAFrameWithAnEmptySet() {
        start(2, toAll());
        receive(1);
        assertThat(counters.drops().get(DropReason.NO_EGRESS_PORT)).isEqualTo(1);
        assertIdentity();
    }

    @Test
    void shouldCountCopiesInAnotherFormAsReplicas() {
        start(4, (part, turn) -> {
            for (int i = 0; i < part.size(); i++) {
                turn.spawnFrame(part.get(i)).replicate(set(turn, 2, 3));
                part.get(i).transmit(1);
            }
        });
        receive(3);
        assertThat(ports).extracting(MemoryPort::sentCount).containsExactly(0, 3, 3, 3);
        assertThat(ports.get(2).drain()).allMatch(each -> Arrays.equals(each, FRAME));
        assertThat(count(PipelineCounter.FORWARDED)).isEqualTo(3);
        assertThat(count(PipelineCounter.REPLICATED)).isEqualTo(6);
        assertIdentity();
    }

    @Test
    void shouldKeepTheCountsWhereOnlyTheOtherFormIsTaken() {
        start(4, (part, turn) -> {
            for (int i = 0; i < part.size(); i++) {
                turn.spawnFrame(part.get(i)).transmit(2);
                part.get(i).replicate(set(turn, 1, 3));
            }
        });
        ports.get(1).down(true);
        ports.get(3).down(true);
        receive(3);
        assertThat(counters.drops().get(DropReason.PORT_FULL)).isEqualTo(3);
        assertThat(count(PipelineCounter.REPLICATED)).isEqualTo(3);
        assertThat(count(PipelineCounter.ORIGINATED)).isEqualTo(3);
        assertIdentity();
    }

    @Test
    void shouldMirrorToTheControlAgentAndCountWhatItsLinkRefused() {
        start(3, (part, turn) -> {
            for (int i = 0; i < part.size(); i++) {
                part.get(i).mirror();
                part.get(i).replicate(set(turn, 1, 2));
            }
        });
        receive(6);
        PacketList arrived = new PacketList(8);
        punts.receive(arrived);
        assertThat(arrived.size()).isEqualTo(4);
        assertThat(arrived.get(0).length()).isEqualTo(FRAME.length - 14);
        assertThat(count(PipelineCounter.MIRRORS_LOST)).isEqualTo(2);
        assertThat(count(PipelineCounter.FORWARDED)).isEqualTo(6);
        assertIdentity();
        punts.giveBack(arrived);
    }

    @Test
    void shouldLeaveByFourThousandAndNinetySixPorts() {
        int[] all = IntStream.range(1, PortSets.MAX_PORTS).toArray();
        start(PortSets.MAX_PORTS, toAll(all));
        receive(40);
        assertThat(ports.subList(1, ports.size())).allMatch(each -> each.sentCount() == 40);
        assertThat(count(PipelineCounter.REPLICATED)).isEqualTo(40L * 4094);
        assertIdentity();
    }

    @Test
    @DisplayName("A handler that fails: copies that had left are counted, the rest of the burst is a fault")
    void shouldKeepTheCountsOfABurstThatFails() {
        start(2, (part, turn) -> {
            part.get(0).replicate(set(turn, 1));
            throw new IllegalStateException("planted");
        });
        assertThat(catchThrowable(() -> receive(3))).hasMessage("planted");
        assertThat(counters.drops().get(DropReason.FAULT)).isEqualTo(3);
        assertIdentity();
    }
}

package org.hopwire.pipeline;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.Turn;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ControlAgentTest {
    private static final int CAPACITY = 4;

    private final VirtualClock clock = new VirtualClock(1_000, 5_000);
    private final PacketLink punts = new PacketLink(CAPACITY, 2048);
    private final PacketLink originated = new PacketLink(CAPACITY, 2048);
    private final PacketPool pool = new PacketPool(2, 2048, PacketPool.HEADROOM);
    private final Turn worker = new Turn(pool);
    private final Recorder even = new Recorder(0);
    private final Recorder odd = new Recorder(1);
    private final CounterSet<PipelineCounter> counters = new CounterRegistry(64).register(PipelineCounter.class,
            "control", WorkerCounters.PIPELINE_TYPE_ID);
    private final ControlAgent agent = new ControlAgent(List.of(even, odd), List.of(punts), originated, clock, clock,
            counters, 2048, new ReadMark(0));

    /** Takes packets whose first octet has its parity, and says what it is told to say. */
    private static final class Recorder implements ControlHandler {
        private final int parity;
        private final List<String> events = new ArrayList<>();
        private ControlTimers timers;
        private int farewells;

        Recorder(int parity) {
            this.parity = parity;
        }

        @Override
        public void onStart(ControlTimers handlerTimers, Turn turn) {
            timers = handlerTimers;
            events.add("start");
        }

        @Override
        public void onTimer(long payload, long deadlineNs, Turn turn) {
            events.add("timer " + payload + " due " + deadlineNs + " at " + turn.nowNs());
        }

        @Override
        public boolean handles(Packet punted) {
            return (punted.view().getByte(0) & 1) == parity;
        }

        @Override
        public void onBurst(PacketList part, Turn turn) {
            for (int i = 0; i < part.size(); i++) {
                events.add("packet " + part.get(i).view().getByte(0));
            }
        }

        @Override
        public void onStop(Turn turn) {
            events.add("stop");
            for (int i = 0; i < farewells; i++) {
                Packet packet = turn.spawn(20);
                packet.view().putByte(0, (byte) (10 * parity + i));
                packet.output(0);
            }
            // without a verdict for the way out it goes nowhere
            turn.spawn(20);
        }
    }

    @AfterEach
    void close() {
        agent.onClose();
        punts.close();
        originated.close();
        pool.close();
    }

    private void punt(int first) {
        worker.begin(0, 0);
        Packet packet = worker.spawn(20);
        packet.view().putByte(0, (byte) first);
        assertThat(punts.sendCopy(packet)).isTrue();
        punts.flush();
        worker.releaseSpawned();
    }

    private List<Integer> said() {
        PacketList arrived = new PacketList(CAPACITY);
        originated.receive(arrived);
        List<Integer> firsts = new ArrayList<>();
        for (int i = 0; i < arrived.size(); i++) {
            firsts.add((int) arrived.get(i).view().getByte(0));
        }
        originated.giveBack(arrived);
        return firsts;
    }

    @Test
    void shouldGivePuntedPacketsToWhoHandlesThem() {
        agent.onStart();
        punt(2);
        punt(3);
        punt(4);
        assertThat(agent.doWork()).isEqualTo(3);
        assertThat(even.events).containsExactly("start", "packet 2", "packet 4");
        assertThat(odd.events).containsExactly("start", "packet 3");
        assertThat(agent.doWork()).isZero();
    }

    @Test
    void shouldSendPuntedPacketsHome() {
        agent.onStart();
        for (int i = 0; i < 10 * CAPACITY; i++) {
            punt(0);
            agent.doWork();
        }
        assertThat(even.events).hasSize(1 + 10 * CAPACITY);
        assertThat(punts.available()).isEqualTo(CAPACITY);
    }

    @Test
    void shouldFireATimerForWhoArmedItAndNotBefore() {
        agent.onStart();
        assertThat(agent.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        odd.timers.arm(2_000_000, 77);
        even.timers.cancel(even.timers.arm(2_000_000, 78));
        assertThat(agent.nextDeadlineNs()).isEqualTo(2_000_000);
        clock.advanceTo(1_999_999);
        assertThat(agent.doWork()).isZero();
        clock.advanceTo(2_000_000);
        assertThat(agent.doWork()).isOne();
        assertThat(odd.events).containsExactly("start", "timer 77 due 2000000 at 2000000");
        assertThat(even.events).containsExactly("start");
        assertThat(agent.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("after a standstill the control agent may run first: no timer fires before a worker has read what waited")
    void shouldFireNoTimerBeforeWhatArrivedEarlierIsRead() {
        ReadMark mark = new ReadMark(1);
        ControlAgent careful = new ControlAgent(List.of(even), List.of(punts), originated, clock, clock, counters, 2048,
                mark);
        ReadMark.Reader reader = mark.reader(0);
        careful.onStart();
        even.timers.arm(2_000_000, 77);
        clock.advanceTo(60_000_000_000L);
        assertThat(careful.doWork()).isZero();
        assertThat(careful.awaitsWorkers()).isTrue();
        long question = reader.question();
        punt(2);
        reader.end(question, false);
        assertThat(careful.doWork()).isEqualTo(2);
        assertThat(even.events).containsExactly("start", "packet 2", "timer 77 due 2000000 at 60000000000");
        careful.onClose();
    }

    @Test
    void shouldCountTimersCancelledTooLateAndPacketsThatWereNotToBeHad() {
        agent.onStart();
        long handle = odd.timers.arm(1, 1);
        assertThat(odd.timers.cancel(handle)).isTrue();
        assertThat(odd.timers.cancel(handle)).isFalse();
        agent.doWork();
        agent.doWork();
        assertThat(counters.get(PipelineCounter.TIMER_STALE)).isOne();
        assertThat(counters.get(PipelineCounter.TIMER_REFUSED)).isZero();
        assertThat(counters.get(PipelineCounter.SPAWN_REFUSED)).isZero();
        // it has 256 spare packets; the one more that each of the two asks for is not to be had
        even.farewells = 256;
        agent.requestStop();
        agent.doWork();
        assertThat(counters.get(PipelineCounter.SPAWN_REFUSED)).isEqualTo(2);
    }

    @Test
    void shouldAskForLastWordsOnceAndSendThem() {
        even.farewells = 1;
        odd.farewells = 2;
        agent.onStart();
        agent.doWork();
        assertThat(said()).isEmpty();
        agent.requestStop();
        agent.doWork();
        agent.doWork();
        assertThat(even.events).containsExactly("start", "stop");
        assertThat(said()).containsExactly(0, 10, 11);
        assertThat(counters.get(PipelineCounter.ORIGINATED_LOST)).isZero();
    }

    @Test
    void shouldCountWhatTheLinkHasNoRoomFor() {
        even.farewells = CAPACITY + 3;
        agent.onStart();
        agent.requestStop();
        agent.doWork();
        assertThat(counters.get(PipelineCounter.ORIGINATED_LOST)).isEqualTo(3);
        assertThat(said()).hasSize(CAPACITY);
    }
}

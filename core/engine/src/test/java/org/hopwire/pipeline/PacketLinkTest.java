package org.hopwire.pipeline;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.Turn;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacketLinkTest {
    private static final int CAPACITY = 16;

    private final PacketPool pool = new PacketPool(4, 2048, PacketPool.HEADROOM);
    private final Turn turn = new Turn(pool);

    private Packet numbered(int number) {
        Packet packet = turn.spawn(64);
        packet.view().putInt(0, number);
        return packet;
    }

    @Test
    void shouldKeepOrderAndBytes() {
        try (PacketLink link = new PacketLink(CAPACITY, 2048)) {
            PacketList arrived = new PacketList(CAPACITY);
            for (int i = 0; i < 100; i++) {
                turn.begin(0, 0);
                assertThat(link.sendCopy(numbered(i))).isTrue();
                link.flush();
                turn.releaseSpawned();
                link.receive(arrived);
                assertThat(arrived.size()).isOne();
                assertThat(arrived.get(0).view().getInt(0)).isEqualTo(i);
                assertThat(arrived.get(0).view().capacity()).isEqualTo(64);
                link.giveBack(arrived);
            }
            assertThat(link.available()).isEqualTo(CAPACITY);
        }
    }

    @Test
    void shouldRefuseWhenFullAndRecoverWhenPacketsComeHome() {
        try (PacketLink link = new PacketLink(CAPACITY, 2048)) {
            turn.begin(0, 0);
            Packet packet = numbered(1);
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(link.sendCopy(packet)).isTrue();
            }
            assertThat(link.sendCopy(packet)).isFalse();
            link.flush();
            PacketList arrived = new PacketList(CAPACITY);
            link.receive(arrived);
            link.giveBack(arrived);
            assertThat(link.sendCopy(packet)).isTrue();
            turn.releaseSpawned();
        }
    }

    @Test
    void shouldShowNothingBeforeItIsFlushedAndAFullBurstByItself() {
        try (PacketLink link = new PacketLink(64, 2048)) {
            PacketList arrived = new PacketList(64);
            turn.begin(0, 0);
            Packet packet = numbered(1);
            for (int i = 0; i < 31; i++) {
                link.sendCopy(packet);
            }
            link.receive(arrived);
            assertThat(arrived.size()).isZero();
            link.sendCopy(packet);
            link.receive(arrived);
            assertThat(arrived.size()).isEqualTo(32);
            turn.releaseSpawned();
        }
    }

    @Test
    void shouldLendTheReceiverManyPacketsAtOnceAndTakeThemHomeTogether() {
        try (PacketLink link = new PacketLink(CAPACITY, 2048)) {
            PacketList arrived = new PacketList(6);
            PacketList more = new PacketList(CAPACITY);
            for (int i = 0; i < CAPACITY; i++) {
                turn.begin(0, 0);
                link.sendCopy(numbered(i));
                turn.releaseSpawned();
            }
            link.flush();
            link.receive(arrived);
            link.receive(more);
            assertThat(numbers(arrived)).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(numbers(more)).containsExactly(6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            link.giveBack(more);
            assertThat(link.available()).isEqualTo(CAPACITY);
        }
    }

    private static List<Integer> numbers(PacketList packets) {
        return IntStream.range(0, packets.size()).mapToObj(i -> packets.get(i).view().getInt(0)).toList();
    }

    @Test
    void shouldRefuseWhatIsLongerThanItsFramesAndLoseNoSlot() {
        try (PacketLink link = new PacketLink(CAPACITY, 256)) {
            turn.begin(0, 0);
            Packet packet = turn.spawn(1000);
            assertThat(link.sendCopy(packet)).isFalse();
            assertThat(link.available()).isEqualTo(CAPACITY);
            turn.releaseSpawned();
        }
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the other thread may be waiting for this processor
    void shouldHandOverBetweenTwoThreadsWithoutLossOrTear() throws InterruptedException {
        int count = 50_000;
        Random random = new Random(7);
        AtomicLong sum = new AtomicLong();
        try (PacketLink link = new PacketLink(CAPACITY, 2048)) {
            Thread receiver = Thread.ofPlatform().start(() -> sum.set(receiveAll(link, count)));
            turn.begin(0, 0);
            Packet packet = turn.spawn(64);
            for (int i = 0; i < count; i++) {
                packet.view().putInt(0, i);
                packet.view().putInt(60, i);
                while (!link.sendCopy(packet)) {
                    link.flush();
                    Thread.yield();
                }
                if (random.nextInt(8) == 0) {
                    link.flush();
                }
            }
            link.flush();
            receiver.join();
            turn.releaseSpawned();
        }
        assertThat(sum.get()).isEqualTo((long) count * (count - 1) / 2);
    }

    private static long receiveAll(PacketLink link, int count) {
        PacketList arrived = new PacketList(CAPACITY);
        long sum = 0;
        int received = 0;
        while (received < count) {
            link.receive(arrived);
            for (int i = 0; i < arrived.size(); i++) {
                int number = arrived.get(i).view().getInt(0);
                if (number != received++ || number != arrived.get(i).view().getInt(60)) {
                    return -1;
                }
                sum += number;
            }
            link.giveBack(arrived);
        }
        return sum;
    }
}

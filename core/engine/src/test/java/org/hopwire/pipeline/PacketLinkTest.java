package org.hopwire.pipeline;

import java.util.concurrent.atomic.AtomicLong;

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
        try (PacketLink link = new PacketLink(CAPACITY, 2048, PacketPool.HEADROOM)) {
            PacketList arrived = new PacketList(CAPACITY);
            for (int i = 0; i < 100; i++) {
                turn.begin(0, 0);
                assertThat(link.sendCopy(numbered(i))).isTrue();
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
        try (PacketLink link = new PacketLink(CAPACITY, 2048, PacketPool.HEADROOM)) {
            turn.begin(0, 0);
            Packet packet = numbered(1);
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(link.sendCopy(packet)).isTrue();
            }
            assertThat(link.sendCopy(packet)).isFalse();
            PacketList arrived = new PacketList(CAPACITY);
            link.receive(arrived);
            link.giveBack(arrived);
            assertThat(link.sendCopy(packet)).isTrue();
            turn.releaseSpawned();
        }
    }

    @Test
    void shouldRefuseWhatIsLongerThanItsFramesAndLoseNoSlot() {
        try (PacketLink link = new PacketLink(CAPACITY, 256, PacketPool.HEADROOM)) {
            turn.begin(0, 0);
            Packet packet = turn.spawn(1000);
            assertThat(link.sendCopy(packet)).isFalse();
            assertThat(link.available()).isEqualTo(CAPACITY);
            turn.releaseSpawned();
        }
    }

    @Test
    void shouldHandOverBetweenTwoThreadsWithoutLossOrTear() throws InterruptedException {
        int count = 50_000;
        AtomicLong sum = new AtomicLong();
        try (PacketLink link = new PacketLink(CAPACITY, 2048, PacketPool.HEADROOM)) {
            Thread receiver = Thread.ofPlatform().start(() -> sum.set(receiveAll(link, count)));
            turn.begin(0, 0);
            Packet packet = turn.spawn(64);
            for (int i = 0; i < count; i++) {
                packet.view().putInt(0, i);
                packet.view().putInt(60, i);
                while (!link.sendCopy(packet)) {
                    Thread.onSpinWait();
                }
            }
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

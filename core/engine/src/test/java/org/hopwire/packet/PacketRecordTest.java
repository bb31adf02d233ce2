package org.hopwire.packet;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.hopwire.counter.DropReason;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacketRecordTest {
    private static final int CAPACITY = 256;
    /** What depends on where a packet lies, and what belongs to its own memory or to one thread's exit. */
    private static final Set<String> ITS_OWN = Set.of("view", "room", "frameAddress", "frameLength", "originalLength",
            "address",
            "headroom", "tailroom", "flags", "portSet", "copiesSent");

    private final FrameSlab slab = new FrameSlab(2, CAPACITY, PacketPool.HEADROOM);
    private final long slot = slab.acquire();
    private final long source = slab.acquire();
    private final Random random = new Random(11);

    @AfterEach
    void close() {
        slab.close();
    }

    private Packet anyPacket(int length) {
        Packet packet = new Packet();
        packet.bind(source, length);
        OffHeap.put(bytes(length), 0, source, length);
        packet.link(random.nextLong() >>> 16, random.nextLong() >>> 16, random.nextInt(4096));
        packet.timestampNs = random.nextLong();
        packet.inPort = random.nextInt(4097) - 1;
        packet.flags = random.nextInt(1 << 13);
        packet.addresses = random.nextLong();
        packet.options = random.nextLong();
        packet.header = random.nextInt(1 << 22);
        packet.icmpType = (byte) random.nextInt(256);
        packet.packetClass = (byte) random.nextInt(PacketClass.count());
        packet.verdict = (byte) random.nextInt(Verdict.values().length);
        packet.dropReason = (byte) random.nextInt(DropReason.count());
        packet.cause = (byte) random.nextInt(RejectCause.values().length);
        packet.causeDatum = random.nextInt();
        packet.outPort = random.nextInt(4097) - 1;
        return packet;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Map<String, Object> facts(Packet packet) throws IllegalAccessException {
        Map<String, Object> facts = new TreeMap<>();
        for (Field field : Packet.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !ITS_OWN.contains(field.getName())) {
                field.setAccessible(true);
                facts.put(field.getName(), field.get(packet));
            }
        }
        return facts;
    }

    @Test
    void shouldCarryEveryFactAndEveryByte() throws IllegalAccessException {
        for (int i = 0; i < 10_000; i++) {
            Packet packet = anyPacket(random.nextInt(CAPACITY + 1));
            Packet read = new Packet();
            assertThat(PacketRecord.write(packet, slot, CAPACITY)).isTrue();
            PacketRecord.read(read, slot, CAPACITY, PacketPool.HEADROOM);
            assertThat(facts(read)).isEqualTo(facts(packet));
            assertThat(OffHeap.bytes(read.address, read.length)).isEqualTo(OffHeap.bytes(source, packet.length));
            assertThat(read.flags).isEqualTo((packet.flags | Packet.ORIGINATED) & ~Packet.NOT_COPIED);
        }
    }

    @Test
    void shouldLeaveRoomInFrontAndBehind() {
        Packet read = new Packet();
        PacketRecord.write(anyPacket(100), slot, CAPACITY);
        PacketRecord.read(read, slot, CAPACITY, PacketPool.HEADROOM);
        assertThat(read.address - read.headroom()).isEqualTo(slot - PacketPool.HEADROOM);
        assertThat(read.address + read.length() + read.tailroom()).isEqualTo(slot + CAPACITY);
        assertThat(read.frameAddress()).isEqualTo(read.address());
        assertThat(read.frameLength()).isEqualTo(100);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        assertThat(PacketRecord.write(anyPacket(CAPACITY + 1), slot, CAPACITY)).isFalse();
        Packet giant = anyPacket(0);
        giant.bind(source, 0x1_0000);
        assertThat(PacketRecord.write(giant, slot, PacketPool.LONGEST_FRAME + 64)).isFalse();
    }
}

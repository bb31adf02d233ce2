package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Writes a PIM hello as a whole IPv4 datagram: protocol 103, to all PIM routers, TTL 1, TOS 0xC0, no router alert (RFC
 * 7761 section 4.9). {@link #wrap}, the options in any order, {@link #finish()}. Every octet is written.
 */
public final class PimHelloWriter {
    private static final int MESSAGE = Ipv4Header.MIN_LENGTH;
    private static final int HALF = 2;

    private final LinkDatagram datagram = new LinkDatagram();
    private UnsafeBuffer buffer;
    private int offset;
    private int source;
    private int length;

    /**
     * Begins a hello.
     *
     * @param offset index of the first octet of the IP header
     * @param source the interface's primary {@link Ipv4Address}
     */
    public PimHelloWriter wrap(UnsafeBuffer buffer, int offset, int source) {
        this.buffer = buffer;
        this.offset = offset;
        this.source = source;
        length = MESSAGE;
        word(PimHello.VERSION_AND_TYPE << 24);
        return this;
    }

    /** Seconds, 0 to 65535; 0 says farewell. */
    public PimHelloWriter holdtime(int seconds) {
        option(PimHello.HOLDTIME, HALF);
        half(seconds);
        return this;
    }

    /** Milliseconds, up to 32767 and 65535, and the T bit. */
    public PimHelloWriter lanPruneDelay(boolean tracksJoins, int propagationMillis, int overrideMillis) {
        option(PimHello.LAN_PRUNE_DELAY, Integer.BYTES);
        half((tracksJoins ? PimHello.TRACKING : 0) | (propagationMillis & PimHello.DELAY_MASK));
        half(overrideMillis);
        return this;
    }

    /** Low 32 bits, unsigned. */
    public PimHelloWriter drPriority(long priority) {
        option(PimHello.DR_PRIORITY, Integer.BYTES);
        word((int) priority);
        return this;
    }

    /** Any 32 bits, new at each start. */
    public PimHelloWriter generationId(int generation) {
        option(PimHello.GENERATION_ID, Integer.BYTES);
        word(generation);
        return this;
    }

    /** Secondary addresses: the first {@code count}. */
    public PimHelloWriter addressList(int[] addresses, int count) {
        option(PimHello.ADDRESS_LIST, count * PimHello.ENCODED_LENGTH);
        for (int i = 0; i < count; i++) {
            half(PimHello.ENCODED_FAMILY);
            word(addresses[i]);
        }
        return this;
    }

    /** Writes header and checksums and returns the octets of the datagram. */
    public int finish() {
        LinkDatagram.checksum(buffer, offset + MESSAGE, length - MESSAGE);
        datagram.plain(buffer, offset, length, IpProtocol.PIM, source, Ipv4Address.ALL_PIM_ROUTERS);
        return length;
    }

    private void option(int type, int size) {
        half(type);
        half(size);
    }

    private void half(int value) {
        buffer.putShort(offset + length, (short) value, BIG_ENDIAN);
        length += HALF;
    }

    private void word(int value) {
        buffer.putInt(offset + length, value, BIG_ENDIAN);
        length += Integer.BYTES;
    }
}

package org.hopwire.packet;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Options;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * What a router or an answering host writes into the options of a packet it passes on or turns round: its address into
 * a record route, the time of day into a timestamp (RFC 791 section 3.1; RFC 1812 sections 4.2.2.1 and 5.3.13).
 */
public final class OptionStamp {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MILLIS_PER_DAY = 86_400_000;
    /** The overflow nibble is the fourth octet of the timestamp option. */
    private static final int OVERFLOW_OCTET = 3;

    private OptionStamp() {}

    /** Milliseconds since midnight UT, as ICMP and IP timestamps count them (RFC 792). */
    public static int millisOfDay(long epochNs) {
        return (int) Math.floorMod(Math.floorDiv(epochNs, NANOS_PER_MILLI), (long) MILLIS_PER_DAY);
    }

    /**
     * Stamps the options of a packet that {@link Packet#OPTIONS has} some, and mends its header checksum.
     *
     * @param interfaces every address of ours: a list of prespecified addresses may name any of them, on whatever
     *        interface the packet came or leaves (RFC 1812 section 5.3.13.5)
     * @param address ours, where the packet leaves: what is entered where no address is prespecified
     * @return 0, or the octet at fault where a full timestamp option can count no more: the packet is then to be
     *         refused and was not changed
     */
    public static int stamp(Packet packet, InterfaceTable interfaces, int address, long epochNs) {
        UnsafeBuffer view = packet.view();
        int timestamp = Ipv4Options.timestampOffset(packet.options);
        if (timestamp != 0 && stampTime(packet, timestamp, interfaces, address,
                epochNs) == Ipv4Options.STAMP_OVERFLOW) {
            return timestamp + OVERFLOW_OCTET;
        }
        int route = Ipv4Options.recordRouteOffset(packet.options);
        if (route != 0) {
            Ipv4Options.recordRoute(view, route, address, packet.headerLength());
        }
        if (timestamp + route != 0) {
            writeHeaderChecksum(packet);
        }
        return 0;
    }

    private static int stampTime(Packet packet, int timestamp, InterfaceTable interfaces, int address, long epochNs) {
        int due = Ipv4Options.timestampAddress(packet.view(), timestamp, packet.headerLength());
        int ours = interfaces.kind(due) == AddressKind.LOCAL ? due : address;
        return Ipv4Options.timestamp(packet.view(), timestamp, ours, millisOfDay(epochNs), packet.headerLength());
    }

    /** Computes the header checksum anew, over all of the packet's header. */
    public static void writeHeaderChecksum(Packet packet) {
        writeHeaderChecksum(packet, packet.headerLength());
    }

    /** As {@link #writeHeaderChecksum(Packet)}, over a header that no parser has measured: of a packet just written. */
    public static void writeHeaderChecksum(Packet packet, int headerLength) {
        UnsafeBuffer view = packet.view();
        view.putShort(Ipv4Header.CHECKSUM_OFFSET, (short) 0);
        int sum = InternetChecksum.headerSum(packet.address, headerLength);
        view.putShort(Ipv4Header.CHECKSUM_OFFSET, (short) InternetChecksum.checksum(sum), BIG_ENDIAN);
    }
}

package org.hopwire.packet;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Options;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * What a router or an answering host writes into the options of a packet it passes on or turns round: its address into
 * a record route, the time of day into a timestamp (RFC 791 section 3.1; RFC 1812 sections 4.2.2.1 and 5.3.13), and
 * the steps it takes along a source route.
 */
public final class OptionStamp {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MILLIS_PER_DAY = 86_400_000;
    /** The overflow nibble is the fourth octet of the timestamp option. */
    private static final int OVERFLOW_OCTET = 3;

    // what the gate notes above all that Ipv4Options finds
    private static final long PASS_RECORD_ROUTE = 1L << 48;
    private static final long PASS_TIMESTAMP = 1L << 49;
    private static final int STEPS_SHIFT = 52;

    private OptionStamp() {}

    /** What becomes of packets with a record route, or with a timestamp option. */
    public enum Policy {
        /** Our entry is made (RFC 1812 sections 5.3.13.5 and 5.3.13.6; of an answer RFC 1122 section 3.2.2.6). */
        PROCESS,
        /**
         * As {@link #PROCESS} in answers, but forwarded unchanged: the choice RFC 1812 leaves a router (5.3.13.5,
         * 5.3.13.6). A timestamp with prespecified addresses is not part of that choice: where ours is due, the time
         * is entered.
         */
        PASS,
        /** As if the option meant nothing to us (RFC 7126 section 3): forwarded, and returned in answers, unchanged. */
        IGNORE,
        /** Dropped in silence, in transit or for us, as RFC 7126 (sections 4.5.5 and 4.7.5) lets operators choose. */
        DROP
    }

    /** The gate's note that options, bits of {@link Ipv4Options#has}, are under {@link Policy#PASS}. */
    static long passing(int mask) {
        return ((mask & Ipv4Options.HAS_RECORD_ROUTE) != 0 ? PASS_RECORD_ROUTE : 0)
                | ((mask & Ipv4Options.HAS_TIMESTAMP) != 0 ? PASS_TIMESTAMP : 0);
    }

    /** The gate's note that the packet's destination is so many entries further along its source route. */
    static long stepping(long options, int steps) {
        return options | (long) steps << STEPS_SHIFT;
    }

    /** Milliseconds since midnight UT, as ICMP and IP timestamps count them (RFC 792). */
    public static int millisOfDay(long epochNs) {
        return (int) Math.floorMod(Math.floorDiv(epochNs, NANOS_PER_MILLI), (long) MILLIS_PER_DAY);
    }

    /**
     * Stamps the options of a packet in transit that {@link Packet#OPTIONS has} some, as far as policy lets it, and
     * mends its header checksum. The destination of a packet whose source route we follow is written here, too: until
     * then its octets are those that an error has to quote.
     *
     * @param interfaces every address of ours: a list of prespecified addresses may name any of them, on whatever
     *        interface the packet came or leaves (RFC 1812 section 5.3.13.6)
     * @param address ours, where the packet leaves: what is entered where no address is prespecified
     * @return 0, or the octet at fault where a full timestamp option can count no more: the packet is then to be
     *         refused and was not changed
     */
    public static int stamp(Packet packet, InterfaceTable interfaces, int address, long epochNs) {
        int timestamp = isTimePassed(packet) ? 0 : Ipv4Options.timestampOffset(packet.options);
        if (timestamp != 0 && isOverflowing(packet, timestamp, interfaces, address, epochNs)) {
            return timestamp + OVERFLOW_OCTET;
        }
        int route = (packet.options & PASS_RECORD_ROUTE) == 0 ? Ipv4Options.recordRouteOffset(packet.options) : 0;
        int steps = (int) (packet.options >>> STEPS_SHIFT);
        record(packet, route, 1, address);
        if (steps != 0) {
            record(packet, Ipv4Options.sourceRouteOffset(packet.options), steps, address);
            packet.view().putInt(Ipv4Header.DESTINATION_OFFSET, packet.destination(), BIG_ENDIAN);
        }
        if ((timestamp | route | steps) != 0) {
            writeHeaderChecksum(packet);
        }
        return 0;
    }

    /**
     * As {@link #stamp}, of a packet that is turned round: what is passed on unchanged in transit is stamped, and no
     * source route goes on. Whoever turns it round writes the header checksum.
     */
    public static int stampAnswer(Packet packet, InterfaceTable interfaces, int address, long epochNs) {
        int timestamp = Ipv4Options.timestampOffset(packet.options);
        if (timestamp != 0 && isOverflowing(packet, timestamp, interfaces, address, epochNs)) {
            return timestamp + OVERFLOW_OCTET;
        }
        record(packet, Ipv4Options.recordRouteOffset(packet.options), 1, address);
        return 0;
    }

    private static boolean isTimePassed(Packet packet) {
        return (packet.options & PASS_TIMESTAMP) != 0 && Ipv4Options.timestampFlag(packet.view(),
                Ipv4Options.timestampOffset(packet.options)) != Ipv4Options.TIMESTAMP_PRESPECIFIED;
    }

    private static void record(Packet packet, int option, int times, int address) {
        for (int i = 0; i < times && option != 0; i++) {
            Ipv4Options.recordRoute(packet.view(), option, address, packet.headerLength());
        }
    }

    private static boolean isOverflowing(Packet packet, int timestamp, InterfaceTable interfaces, int address,
            long epochNs) {
        return stampTime(packet, timestamp, interfaces, address, epochNs) == Ipv4Options.STAMP_OVERFLOW;
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

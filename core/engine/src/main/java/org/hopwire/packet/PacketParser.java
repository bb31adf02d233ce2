package org.hopwire.packet;

import java.util.BitSet;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * The only validity gate. Every length-bearing field is read once into a local, held against the captured length, and
 * from then on trusted; the packet's view is bound to exactly the datagram. A frame that fails gets a verdict here and
 * is shown to no class handler.
 *
 * <p>One instance per worker; allocates nothing after construction.
 */
public final class PacketParser implements BurstParser {
    private static final int ETHERNET_LENGTH = 14;
    private static final int VLAN_LENGTH = 4;
    private static final int VLAN_ID_MASK = 0xfff;
    private static final int GROUP_BIT_SHIFT = 40;
    private static final int ARP_LENGTH = 28;

    private static final int PLAIN_LENGTH = ETHERNET_LENGTH + Ipv4Header.MIN_LENGTH;
    /** Version 4 and 20 octets of header. */
    private static final int PLAIN_VERSION = 0x45;
    /** "More fragments" and the offset, in the first eight octets of a header. */
    private static final long FRAGMENT_MASK = 0x3fff;
    private static final long LOW_WORD = 0xffff_ffffL;
    private static final long NO_MAC = -1;

    private static final int NO_SOURCE = 1;
    private static final int NO_DESTINATION = 2;
    private static final int LINK_LOCAL_NET = 169;
    /** By first octet: whether an address in it may be none that a datagram comes from, or goes to. */
    private static final byte[] NETS = nets();

    private final InterfaceTable interfaces;
    private final PayloadParser payload;
    private final OptionGate options;
    private final SourceCheck sources;
    private final BitSet directedBroadcasts;
    private final boolean router;
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);

    private Burst burst;
    private Interface ingress;
    private int portHeadroom;
    /** What a frame has to be sent to for {@link #isPlain}. */
    private long plainMac;

    /** A parser that requires no option. */
    public PacketParser(InterfaceTable interfaces, boolean router, SourceRoutePolicy sourceRoutes) {
        this(interfaces, router, new OptionPolicy(sourceRoutes, false, OptionStamp.Policy.PROCESS,
                OptionStamp.Policy.PROCESS, null));
    }

    /**
     * A parser for the given interfaces.
     *
     * @param interfaces addresses that make a packet ours
     * @param router whether 224.0.0.2 is joined (RFC 1256 4.1)
     * @param optionPolicy which options packets may and must carry
     */
    public PacketParser(InterfaceTable interfaces, boolean router, OptionPolicy optionPolicy) {
        this(interfaces, router, optionPolicy, null, new BitSet());
    }

    /**
     * A parser for the given interfaces.
     *
     * @param interfaces addresses that make a packet ours
     * @param router whether 224.0.0.2 is joined (RFC 1256 4.1)
     * @param optionPolicy which options packets may and must carry
     * @param sources which ports a source may come by (RFC 3704), null for any
     * @param directedBroadcasts ports to whose networks directed broadcasts are forwarded (RFC 2644)
     */
    public PacketParser(InterfaceTable interfaces, boolean router, OptionPolicy optionPolicy, SourceCheck sources,
            BitSet directedBroadcasts) {
        this.interfaces = interfaces;
        this.router = router;
        this.sources = sources;
        this.directedBroadcasts = (BitSet) directedBroadcasts.clone();
        payload = new PayloadParser(interfaces, router);
        options = new OptionGate(interfaces, optionPolicy);
    }

    /**
     * Which options packets may and must carry.
     *
     * @param sourceRoutes what happens to source-routed packets
     * @param requireSecurity whether a packet without a basic security option (RFC 1108) is refused
     * @param recordRoute what becomes of packets with a record route
     * @param timestamp what becomes of packets with a timestamp option
     * @param ways where a source route that is followed may lead; null where none is
     */
    public record OptionPolicy(SourceRoutePolicy sourceRoutes, boolean requireSecurity,
            OptionStamp.Policy recordRoute, OptionStamp.Policy timestamp, SourceRoutePolicy.Ways ways) {}

    /** Which ports a source may come by. */
    @FunctionalInterface
    public interface SourceCheck {
        /** Whether somebody else's address, not 0.0.0.0, may be the source of what comes in by a port. */
        boolean admits(int port, int source);
    }

    @Override
    public void parse(Burst received, int inPort, int headroom, Packet[] into, PacketList[] byClass) {
        burst = received;
        ingress = interfaces.get(inPort);
        portHeadroom = headroom;
        plainMac = ingress.vlan() == 0 ? ingress.mac() : NO_MAC;
        // in locals: behind each call, which a rare frame takes, fields would be loaded anew
        long[] address = received.address;
        int[] length = received.length;
        int[] flags = received.flags;
        int[] tailroom = received.tailroom;
        long[] timestampNs = received.timestampNs;
        int size = received.size();
        for (int i = 0; i < size; i++) {
            Packet packet = into[i];
            if (isPlain(packet, address[i], length[i], flags[i], tailroom[i])) {
                packet.timestampNs = timestampNs[i];
                admitAddresses(packet);
            } else {
                parseFrame(packet, i);
            }
            if (packet.isPending()) {
                byClass[packet.classIndex()].add(packet);
            }
        }
    }

    @Override
    public void parseReassembled(Packet packet) {
        ingress = interfaces.get(packet.inPort);
        parseIpv4(packet, packet.view(), 0, packet.length);
    }

    /**
     * Takes the commonest frame by far: whole and untagged, to this port or a group, an IPv4 header without options
     * that verifies, no fragment. Behind the one test of the length each octet is loaded once, eight at a time. What
     * differs in anything is left for {@link #parseFrame} to say why.
     */
    private boolean isPlain(Packet packet, long at, int captured, int frameFlags, int behind) {
        if (captured < PLAIN_LENGTH || (frameFlags & (Burst.TRUNCATED | Burst.VLAN_STRIPPED)) != 0) {
            return false;
        }
        long target = OffHeap.getNetworkLong(at) >>> Short.SIZE;
        long link = OffHeap.getNetworkLong(at + 6);
        long head = OffHeap.getNetworkLong(at + 14);
        boolean isGroup = (target >>> GROUP_BIT_SHIFT & 1) != 0;
        if ((link & 0xffff) != EtherType.IPV4 || head >>> 56 != PLAIN_VERSION || (head & FRAGMENT_MASK) != 0
                || (!isGroup && target != plainMac) || plainMac == NO_MAC) {
            return false;
        }
        int totalLength = (int) (head >>> Integer.SIZE) & 0xffff;
        int excess = captured - ETHERNET_LENGTH - totalLength;
        long lifetimeAndSource = OffHeap.getNetworkLong(at + 22);
        long destination = OffHeap.getNetworkInt(at + 30) & LOW_WORD;
        long sum = (head >>> Integer.SIZE) + (head & LOW_WORD) + (lifetimeAndSource >>> Integer.SIZE)
                + (lifetimeAndSource & LOW_WORD) + destination;
        if (totalLength < Ipv4Header.MIN_LENGTH || excess < 0 || !InternetChecksum.isValidUnfolded(sum)) {
            return false;
        }
        packet.take(at, captured, frameFlags, behind + excess, ingress.index(), portHeadroom + ETHERNET_LENGTH);
        packet.link(target, link >>> Short.SIZE, 0);
        packet.admit(at + ETHERNET_LENGTH, totalLength, isGroup ? Packet.LINK_GROUP : 0);
        packet.header(Ipv4Header.MIN_LENGTH, (int) (lifetimeAndSource >>> 48),
                lifetimeAndSource << Integer.SIZE | destination);
        return true;
    }

    private static byte[] nets() {
        byte[] nets = new byte[256];
        for (int net = 224; net < nets.length; net++) {
            nets[net] = (byte) (net < 240 ? NO_SOURCE : NO_SOURCE | NO_DESTINATION);
        }
        nets[0] = NO_SOURCE | NO_DESTINATION;
        nets[127] = NO_SOURCE | NO_DESTINATION;
        nets[LINK_LOCAL_NET] = NO_SOURCE | NO_DESTINATION;
        return nets;
    }

    private void parseFrame(Packet packet, int i) {
        int captured = burst.length[i];
        int burstFlags = burst.flags[i];
        packet.arrive(burst, i, ingress.index(), portHeadroom);
        if ((burstFlags & Burst.TRUNCATED) != 0) {
            packet.drop(DropReason.TRUNCATED);
        } else if (captured < ETHERNET_LENGTH) {
            packet.drop(DropReason.SHORT_FRAME);
        } else {
            parseLink(packet, i, captured);
        }
    }

    private void parseLink(Packet packet, int i, int captured) {
        frame.wrap(packet.frameAddress, captured);
        long head = frame.getLong(0, BIG_ENDIAN);
        long sender = ((head & 0xffff) << Integer.SIZE) | (frame.getInt(8, BIG_ENDIAN) & 0xffff_ffffL);
        long target = head >>> Short.SIZE;
        int etherType = frame.getShort(12, BIG_ENDIAN) & 0xffff;
        int linkLength = ETHERNET_LENGTH;
        int vlan = 0;
        if (EtherType.isVlan(etherType)) {
            linkLength += VLAN_LENGTH;
            if (captured < linkLength) {
                packet.drop(DropReason.SHORT_FRAME);
                return;
            }
            vlan = frame.getShort(ETHERNET_LENGTH, BIG_ENDIAN) & VLAN_ID_MASK;
            etherType = frame.getShort(ETHERNET_LENGTH + 2, BIG_ENDIAN) & 0xffff;
        } else if ((burst.flags[i] & Burst.VLAN_STRIPPED) != 0) {
            vlan = burst.vlan[i] & VLAN_ID_MASK;
        }
        packet.link(target, sender, vlan);
        if (acceptLink(packet, target, vlan)) {
            parseNetwork(packet, etherType, linkLength, captured - linkLength);
        }
    }

    private boolean acceptLink(Packet packet, long target, int vlan) {
        if (vlan != ingress.vlan()) {
            packet.drop(DropReason.BAD_VLAN);
            return false;
        }
        if ((target >>> GROUP_BIT_SHIFT & 1) != 0) {
            packet.flags |= Packet.LINK_GROUP;
        } else if (target != ingress.mac() && !ingress.acceptAnyMac()) {
            packet.drop(DropReason.NOT_OUR_MAC);
            return false;
        }
        return true;
    }

    private void parseNetwork(Packet packet, int etherType, int linkLength, int available) {
        packet.headroom += linkLength;
        if (etherType == EtherType.IPV4) {
            parseIpv4(packet, frame, linkLength, available);
        } else if (etherType != EtherType.ARP) {
            packet.drop(DropReason.UNKNOWN_ETHERTYPE);
        } else if (available < ARP_LENGTH) {
            packet.drop(DropReason.SHORT_FRAME);
        } else {
            packet.tailroom += available - ARP_LENGTH;
            packet.bind(packet.frameAddress + linkLength, ARP_LENGTH);
            packet.sort(PacketClass.ARP);
        }
    }

    private void parseIpv4(Packet packet, UnsafeBuffer bytes, int linkLength, int available) {
        if (admitIpv4(packet, bytes, linkLength, available)) {
            admitAddresses(packet);
        }
    }

    /**
     * Checks the IPv4 header of a frame, binds the packet to its datagram and reads the header's facts; what addresses
     * and options mean is not judged. Every parser's way into IPv4.
     *
     * @param frame a view of the frame from its first octet on
     * @param linkLength octets of the link-layer header
     * @param available octets captured behind it
     * @return false when the packet was dropped under a reason
     */
    public static boolean admitIpv4(Packet packet, UnsafeBuffer frame, int linkLength, int available) {
        if (available < Ipv4Header.MIN_LENGTH) {
            packet.drop(DropReason.SHORT_FRAME);
            return false;
        }
        // version, IHL and total length in one load: another thread may be writing the ring (R-LEN-06)
        int first = frame.getInt(linkLength, BIG_ENDIAN);
        int headerLength = first >>> 24 & 0xf;
        headerLength <<= 2;
        int totalLength = first & 0xffff;
        if (first >>> 28 != 4) {
            packet.drop(DropReason.BAD_VERSION);
        } else if (headerLength < Ipv4Header.MIN_LENGTH || headerLength > available) {
            packet.drop(DropReason.BAD_IHL);
        } else if (totalLength < headerLength || totalLength > available) {
            packet.drop(DropReason.BAD_TOTAL_LENGTH);
        } else {
            packet.tailroom += available - totalLength;
            packet.bind(packet.frameAddress + linkLength, totalLength);
            return readHeader(packet, headerLength);
        }
        return false;
    }

    private static boolean readHeader(Packet packet, int headerLength) {
        if (!InternetChecksum.isValid(InternetChecksum.headerSum(packet.address, headerLength))) {
            packet.drop(DropReason.BAD_HEADER_CHECKSUM);
            return false;
        }
        UnsafeBuffer view = packet.view();
        int fragment = view.getShort(6, BIG_ENDIAN);
        int lifetime = view.getInt(8, BIG_ENDIAN);
        packet.header(headerLength, lifetime >>> 16, view.getLong(12, BIG_ENDIAN));
        if ((fragment & 0x3fff) != 0) {
            packet.flags |= (fragment & 0x1fff) == 0 ? Packet.FRAGMENTED : Packet.FRAGMENTED | Packet.LATER_FRAGMENT;
        }
        return true;
    }

    private void admitAddresses(Packet packet) {
        if (isMartian(packet) || isForeign(packet) || (sources != null && isOffPath(packet))) {
            return;
        }
        int headerLength = packet.headerLength();
        if (headerLength == Ipv4Header.MIN_LENGTH ? options.admitBare(packet) : options.admit(packet, headerLength)) {
            classify(packet);
        }
    }

    /** RFC 1122 3.2.1.3 and RFC 1812 5.3.7: addresses no datagram on a wire may carry. */
    private boolean isMartian(Packet packet) {
        int found = (NETS[packet.source() >>> 24] & NO_SOURCE)
                | (NETS[packet.destination() >>> 24] & NO_DESTINATION);
        return found != 0 && dropMartian(packet);
    }

    private boolean dropMartian(Packet packet) {
        int sourceNet = packet.source() >>> 24;
        if (sourceNet >= 224 || sourceNet == 127 || (sourceNet == 0 && packet.source() != 0)) {
            packet.drop(DropReason.BAD_SOURCE);
            return true;
        }
        int destinationNet = packet.destination() >>> 24;
        if (destinationNet == 127 || destinationNet == 0 || (destinationNet >= 240 && packet.destination() != -1)) {
            packet.drop(DropReason.BAD_DESTINATION);
            return true;
        }
        return router && dropLinkLocal(packet);
    }

    /** RFC 3927 section 7: what is local to a link stays there; to ourselves anybody on it may speak. */
    private boolean dropLinkLocal(Packet packet) {
        boolean isFromLink = Ipv4Address.isLinkLocal(packet.source());
        if (!interfaces.isRemote(packet.destination())
                || !(isFromLink || Ipv4Address.isLinkLocal(packet.destination()))) {
            return false;
        }
        packet.drop(isFromLink ? DropReason.BAD_SOURCE : DropReason.BAD_DESTINATION);
        return true;
    }

    /** RFC 1122 3.2.1.3: a host is silent about what is not addressed to it, whatever is wrong with it. */
    private boolean isForeign(Packet packet) {
        if (router || !interfaces.isRemote(packet.destination())) {
            return false;
        }
        packet.drop(DropReason.NOT_FOR_US);
        return true;
    }

    /** RFC 3704: a source not reached by the port it came by is forged. Nobody, and ourselves, are no route's. */
    private boolean isOffPath(Packet packet) {
        int source = packet.source();
        if (source == 0 || !interfaces.isRemote(source)
                || sources.admits(packet.inPort, source)) {
            return false;
        }
        packet.drop(DropReason.REVERSE_PATH);
        return true;
    }

    private void classify(Packet packet) {
        if (interfaces.isRemote(packet.destination())) {
            transit(packet);
        } else {
            classifyKnown(packet);
        }
    }

    private void classifyKnown(Packet packet) {
        AddressKind kind = interfaces.kind(packet.destination());
        // not a switch: it loads from a table what these compare with constants
        if (kind == AddressKind.LOCAL) {
            local(packet);
        } else if (kind == AddressKind.MULTICAST) {
            multicast(packet);
        } else {
            broadcast(packet);
        }
    }

    private void transit(Packet packet) {
        if (packet.is(Packet.LINK_GROUP)) {
            packet.drop(DropReason.LINK_BROADCAST);
        } else if (packet.source() == 0 || interfaces.isOurs(packet.source())) {
            // RFC 1812 5.3.7: nobody, a crowd of ours, or ourselves; groups were sieved before
            packet.drop(DropReason.BAD_SOURCE);
        } else {
            packet.sort(PacketClass.TRANSIT);
        }
    }

    private void local(Packet packet) {
        if (packet.is(Packet.LINK_GROUP)) {
            packet.drop(DropReason.LINK_BROADCAST);
        } else {
            payload.parse(packet);
        }
    }

    private void broadcast(Packet packet) {
        int owner = Ipv4Address.isLimitedBroadcast(packet.destination())
                ? packet.inPort
                : interfaces.owner(packet.destination());
        if (owner != packet.inPort) {
            directed(packet, owner);
        } else {
            packet.flags |= Packet.BROADCAST;
            payload.parse(packet);
        }
    }

    /** RFC 2644: on its way to another port's network only where that port says so; no error is ever drawn by one. */
    private void directed(Packet packet, int owner) {
        if (!router || !directedBroadcasts.get(owner) || isNetworkAddress(packet.destination(), owner)) {
            packet.drop(DropReason.DIRECTED_BROADCAST);
        } else {
            packet.flags |= Packet.BROADCAST;
            transit(packet);
        }
    }

    /** The old form, all zeros, is heard and never sent (RFC 1812 section 4.2.3.1). */
    private boolean isNetworkAddress(int destination, int owner) {
        return interfaces.get(owner).networkOf(destination).network() == destination;
    }

    private void multicast(Packet packet) {
        packet.flags |= Packet.MULTICAST;
        payload.parseMulticast(packet);
    }
}

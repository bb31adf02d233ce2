package org.hopwire.packet;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;

/**
 * What the parser found in one frame, and what was decided about it.
 *
 * <p>{@link #view()} is exactly the packet's IP bytes (or, for ARP, the ARP packet): index 0 is the first octet of the
 * header and its capacity is the datagram's length, so that padding, neighbours in memory and the link-layer header are
 * out of reach; ask for it again after the packet has changed its bounds. Answers are made in place: {@link #prepend}
 * moves the start into the headroom, {@link #trim} cuts the end. The link-layer header is written last, by whoever
 * transmits. Reused for every burst, never shared.
 *
 * <p>What is known is kept as numbers, several to a word: a reference written into a packet that has survived a garbage
 * collection costs a memory fence under G1, and every field written costs a store for every packet.
 */
public final class Packet {
    /** Flag: a fragment other than the first (offset not 0). */
    public static final int LATER_FRAGMENT = 1;
    /** Flag: a fragment of any kind (offset not 0 or more to come). */
    public static final int FRAGMENTED = 1 << 1;
    /** Flag: the IP header has options, and they are well formed. */
    public static final int OPTIONS = 1 << 2;
    /** Flag: the frame was sent to a link-layer group address. */
    public static final int LINK_GROUP = 1 << 3;
    /** Flag: the destination is a broadcast address of ours. */
    public static final int BROADCAST = 1 << 4;
    /** Flag: the destination is a multicast group. */
    public static final int MULTICAST = 1 << 5;
    /** Flags: the destination is more than one host. */
    public static final int GROUP = BROADCAST | MULTICAST;
    /** Flag: a packet of ours, not a received one. */
    public static final int ORIGINATED = 1 << 6;
    /** Flag: a received packet that became an answer in place. */
    public static final int ANSWER = 1 << 7;
    /** Flag: the sender left its transport checksum to hardware; it was not judged. */
    public static final int CHECKSUM_NOT_READY = 1 << 8;
    /** Flag: a spawned copy or part of a frame that leaves in another form than, or behind, the frame itself. */
    public static final int REPLICA = 1 << 9;
    /** Flag: a copy goes to the control agent, whatever else becomes of the packet. */
    public static final int MIRRORED = 1 << 10;
    /** Flag: put together of fragments that were received; no frame of its own. */
    public static final int REASSEMBLED = 1 << 11;
    /** Flag: the capture or the kernel cut the frame. */
    private static final int CUT = 1 << 12;

    /** Flags that are true of a frame and not of a copy. */
    static final int NOT_COPIED = MIRRORED | CUT;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    // the frame as it arrived
    long frameAddress;
    int frameLength;
    /** Meaningful with {@link #CUT}. */
    private int originalLength;
    long timestampNs;
    long targetMac;
    long sourceMac;
    int inPort;
    int vlan;

    // the packet within it
    long address;
    int length;
    int headroom;
    int tailroom;
    int flags;
    /** Source in the high 32 bits, destination in the low ones. */
    long addresses;
    /** Octets of the header, then time to live and protocol as they stand in it, 8 bits each. */
    int header;
    /** Meaningful with {@link #OPTIONS}. */
    long options;
    byte icmpType;
    byte packetClass = PacketClass.SETTLED.code();

    // the decision
    byte verdict = Verdict.PENDING.code();
    byte dropReason;
    byte cause;
    int causeDatum;
    int outPort;
    private int portSet;
    private int copiesSent;
    /** Memory of its own, of packets out of a pool. */
    PacketPool.Room room;

    /** A packet without bytes; the parser or a pool binds it. */
    public Packet() {}

    /** Exactly the datagram's bytes. */
    public UnsafeBuffer view() {
        if (view.addressOffset() != address || view.capacity() != length) {
            view.wrap(address, length);
        }
        return view;
    }

    /** Address of the first octet of the view. */
    public long address() {
        return address;
    }

    /** Octets of the datagram: its IP total length. */
    public int length() {
        return length;
    }

    /** Writable octets in front of the view; what is written there overwrites the old link-layer header. */
    public int headroom() {
        return headroom;
    }

    /** Writable octets behind the view. */
    public int tailroom() {
        return tailroom;
    }

    /** Address of the frame as it arrived, or as it was completed for transmission. */
    public long frameAddress() {
        return frameAddress;
    }

    /** Octets of the frame as captured. */
    public int frameLength() {
        return frameLength;
    }

    /** Octets the frame had on the wire. */
    public int originalLength() {
        return is(CUT) ? originalLength : frameLength;
    }

    /** When it arrived, nanoseconds since 1970 UTC; 0 where the port does not say. */
    public long timestampNs() {
        return timestampNs;
    }

    /** Link-layer destination, 48 bits. */
    public long targetMac() {
        return targetMac;
    }

    /** Link-layer source, 48 bits. */
    public long sourceMac() {
        return sourceMac;
    }

    /** Index of the port it came from; for packets of ours, of the port they concern, or -1. */
    public int inPort() {
        return inPort;
    }

    /** VLAN it belongs to, 1 to 4094, whether its frame has a tag or not; 0 outside of VLANs. */
    public int vlan() {
        return vlan;
    }

    /** Says which VLAN a packet of ours belongs to. */
    public void vlan(int id) {
        vlan = id;
    }

    /** How the parser sorted it. */
    public PacketClass packetClass() {
        return PacketClass.of(packetClass);
    }

    /** {@link PacketClass#index} of {@link #packetClass}. */
    public int classIndex() {
        return packetClass;
    }

    /** Octets of the IP header with its options, 20 to 60. */
    public int headerLength() {
        return header >>> Short.SIZE;
    }

    /** What {@link org.hopwire.wire.Ipv4Options#validate} found in the header; 0 without options. */
    public long options() {
        return is(OPTIONS) ? options : 0;
    }

    /** Octets behind the IP header. */
    public int payloadLength() {
        return length - headerLength();
    }

    /** IP protocol number. */
    public int protocol() {
        return header & 0xff;
    }

    /** IP source address. */
    public int source() {
        return (int) (addresses >>> Integer.SIZE);
    }

    /** IP destination address. */
    public int destination() {
        return (int) addresses;
    }

    /** IP source address in the high 32 bits, destination in the low ones: as they stand in the header. */
    public long addresses() {
        return addresses;
    }

    /** Time to live as received, 0 to 255. */
    public int ttl() {
        return header >>> Byte.SIZE & 0xff;
    }

    /** ICMP type, 0 to 255, of ICMP for us: the one the parser sorted it by. */
    public int icmpType() {
        return icmpType & 0xff;
    }

    /** Whether any of the given flags is set. */
    public boolean is(int flag) {
        return (flags & flag) != 0;
    }

    /** Verdict so far. */
    public Verdict verdict() {
        return Verdict.of(verdict);
    }

    /** Whether that is the verdict so far. */
    public boolean has(Verdict what) {
        return verdict == what.code();
    }

    /** {@link Verdict#bit} of the verdict so far. */
    public int verdictBit() {
        return 1 << verdict;
    }

    /** Whether no handler has spoken yet. */
    public boolean isPending() {
        return has(Verdict.PENDING);
    }

    /** Why it is dropped; meaningful with {@link Verdict#DROP}. */
    public DropReason dropReason() {
        return DropReason.at(dropReason);
    }

    /** Why it is refused; meaningful with {@link Verdict#REJECT}. */
    public RejectCause cause() {
        return RejectCause.of(cause);
    }

    /** The cause's MTU, pointer or gateway; after {@link #await} the neighbour on {@link #outPort()}. */
    public int causeDatum() {
        return causeDatum;
    }

    /** Where it leaves; with {@link Verdict#OUTPUT}, -1 lets the route decide. */
    public int outPort() {
        return outPort;
    }

    /** Takes over a frame of a received burst; its view, class and verdict are open. */
    public void arrive(Burst burst, int i, int port, int portHeadroom) {
        link(0, 0, 0);
        timestampNs = burst.timestampNs[i];
        take(burst.address[i], burst.length[i], burst.flags[i], burst.tailroom[i], port, portHeadroom);
        originalLength = burst.originalLength[i];
        flags |= (burst.flags[i] & Burst.TRUNCATED) == 0 ? 0 : CUT;
    }

    /** {@link #arrive} of a whole frame, for who knows at once the octets behind its datagram, and sets the rest. */
    void take(long frame, int octets, int burstFlags, int behind, int port, int portHeadroom) {
        frameAddress = frame;
        frameLength = octets;
        inPort = port;
        flags = (burstFlags & Burst.CHECKSUM_NOT_READY) == 0 ? 0 : CHECKSUM_NOT_READY;
        packetClass = PacketClass.SETTLED.code();
        headroom = portHeadroom;
        tailroom = behind;
        pending();
    }

    /** What a parser found in the link-layer header. */
    public void link(long target, long sender, int vlanId) {
        targetMac = target;
        sourceMac = sender;
        vlan = vlanId;
    }

    /** Binds the view to what lies behind a link-layer header, all that was captured of it. */
    public void bindBehind(int linkLength) {
        headroom += linkLength;
        bind(frameAddress + linkLength, frameLength - linkLength);
    }

    /** Binds the packet to a datagram, and sets flags, too. */
    void admit(long datagram, int octets, int newFlags) {
        flags |= newFlags;
        bind(datagram, octets);
    }

    /** Sorts the packet. */
    public void sort(PacketClass into) {
        packetClass = into.code();
    }

    /** Sets flags, too. */
    public void mark(int newFlags) {
        flags |= newFlags;
    }

    /** Drops the packet. */
    public void drop(DropReason reason) {
        verdict = Verdict.DROP.code();
        dropReason = (byte) reason.index();
    }

    /** Refuses the packet with an ICMP error. */
    public void reject(RejectCause why, int datum) {
        verdict = Verdict.REJECT.code();
        cause = why.index();
        causeDatum = datum;
    }

    /** Hands the packet to the control agent. */
    public void punt() {
        verdict = Verdict.PUNT.code();
    }

    /** Hands the packet to the control agent until the link-layer address of a neighbour is known. */
    public void await(int port, int neighbour) {
        punt();
        sort(PacketClass.UNRESOLVED);
        outPort = port;
        causeDatum = neighbour;
    }

    /** Delivered here. */
    public void consume() {
        verdict = Verdict.CONSUME.code();
    }

    /** Declares the bytes a packet of ours that is to be routed. A received packet becomes its own answer. */
    public void output() {
        output(-1);
    }

    /** As {@link #output()}, leaving by a port that is already decided. */
    public void output(int port) {
        verdict = Verdict.OUTPUT.code();
        outPort = port;
        flags |= ANSWER;
    }

    /** Complete from the frame's first octet on; leaves by {@code port}. */
    public void transmit(int port) {
        verdict = Verdict.TRANSMIT.code();
        outPort = port;
    }

    /**
     * Complete from the frame's first octet on; leaves by every port of a set of {@link Turn#portSets()}, not empty,
     * from where it lies. A received packet's first copy counts as forwarded, each further one as originated.
     */
    public void replicate(int set) {
        verdict = Verdict.REPLICATE.code();
        portSet = set;
        copiesSent = 0;
    }

    /** Which set of ports it leaves by; meaningful with {@link Verdict#REPLICATE}. */
    public int portSet() {
        return portSet;
    }

    /** A port has taken a copy; the exit says so. */
    public void copySent() {
        copiesSent++;
    }

    /** Ports that have taken a copy since {@link #replicate}. */
    public int copiesSent() {
        return copiesSent;
    }

    /** Sends a copy to the control agent besides what the verdict says. */
    public void mirror() {
        flags |= MIRRORED;
    }

    /** Takes on the addresses its header now says, after an answer was written into it. */
    public void readdress(int newSource, int newDestination) {
        addresses = (long) newSource << Integer.SIZE | (newDestination & 0xffff_ffffL);
    }

    /** Names the station a packet of ours answers, so that it finds its way back where no neighbour is entered. */
    public void answerTo(int port, long stationMac) {
        inPort = port;
        sourceMac = stationMac;
    }

    /** Moves the start by {@code octets} into the headroom; the caller has seen that it suffices. */
    public void prepend(int octets) {
        headroom -= octets;
        bind(address - octets, length + octets);
    }

    /** {@link #prepend} and {@link #trim} at once: {@code newLength} octets from the new start are left. */
    public void enclose(int octets, int newLength) {
        headroom -= octets;
        tailroom += length + octets - newLength;
        bind(address - octets, newLength);
    }

    /** Cuts the datagram to {@code octets} from its start; what is cut becomes tailroom. */
    public void trim(int octets) {
        tailroom += length - octets;
        bind(address, octets);
    }

    /** Appends {@code octets} unwritten octets; the caller has seen that the tailroom suffices and writes them all. */
    public void append(int octets) {
        tailroom -= octets;
        bind(address, length + octets);
    }

    /** Makes room for a link-layer header, which the caller writes, and answers the frame's first octet. */
    public long frame(int linkLength) {
        frameAddress = address - linkLength;
        frameLength = length + linkLength;
        return frameAddress;
    }

    /** Moves the frame's first octet: forward over a tag that goes (negative) or into the headroom for a new one. */
    public void stretchFrame(int octets) {
        frameAddress -= octets;
        frameLength += octets;
    }

    void bind(long newAddress, int newLength) {
        address = newAddress;
        length = newLength;
    }

    /** Opens the decision again. */
    public void pending() {
        verdict = Verdict.PENDING.code();
        outPort = -1;
    }

    /** Facts of an IPv4 header of that many octets: its octets 8 and 9, and both addresses as they follow. */
    void header(int octets, int ttlAndProtocol, long sourceAndDestination) {
        header = octets << Short.SIZE | ttlAndProtocol;
        addresses = sourceAndDestination;
    }

    /** A part's header differs in length from that of the whole. */
    void headerLength(int octets) {
        header = octets << Short.SIZE | (header & 0xffff);
    }

    /** Copies another's datagram, facts and verdict into memory of its own, out of a pool; false where too long. */
    public boolean copyFrom(Packet original) {
        if (!bindOwn(original.length)) {
            return false;
        }
        OffHeap.copy(original.address, address, original.length);
        takeFacts(original);
        verdict = original.verdict;
        cause = original.cause;
        causeDatum = original.causeDatum;
        outPort = original.outPort;
        return true;
    }

    void takeFacts(Packet original) {
        timestampNs = original.timestampNs;
        targetMac = original.targetMac;
        sourceMac = original.sourceMac;
        inPort = original.inPort;
        vlan = original.vlan;
        flags = (original.flags | ORIGINATED) & ~NOT_COPIED;
        header = original.header;
        addresses = original.addresses;
        options = original.options;
        icmpType = original.icmpType;
        packetClass = original.packetClass;
    }

    boolean bindOwn(int octets) {
        return room.bind(this, octets);
    }
}

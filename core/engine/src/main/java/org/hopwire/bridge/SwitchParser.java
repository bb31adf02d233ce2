package org.hopwire.bridge;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.packet.BurstParser;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketParser;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MacAddress;
import org.hopwire.wire.VlanTag;
import org.hopwire.wire.bridge.Bpdu;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * The validity gate of a switch. What it passes on it need not understand, so it judges no more than it decides by:
 * <ul>
 * <li>a frame for one station, a broadcast, and multicast other than IPv4 pass whatever their payload is, a wrong IP
 * checksum included: the end stations judge that;</li>
 * <li>IPv4 multicast is forwarded by what its IP header says, so the header must be right: otherwise it is dropped
 * under the header's fault;</li>
 * <li>IGMP in any frame must be right from the IP header to its checksum, and in a frame of its own kind: what hosts
 * and the control agent learn from it was checked here;</li>
 * <li>where a VLAN is not snooped, nothing is read but the link-layer header;</li>
 * <li>PIM whose checksum is wrong passes as unknown multicast, and is not learned from.</li>
 * </ul>
 * A customer tag (0x8100) names the VLAN; any other tag is payload. A tag the port stripped is put back first, so that
 * later code knows one place for it. One instance per worker; allocates nothing after construction.
 */
public final class SwitchParser implements BurstParser {
    private static final int ETHERNET_LENGTH = 14;
    private static final int TYPE_OFFSET = 12;
    private static final int TAGGED_LENGTH = ETHERNET_LENGTH + VlanTag.LENGTH;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int LEAST_IGMP = 8;
    private static final int LEAST_PIM = 4;
    /** 01:80:c2:00:00:00 to 0f (IEEE 802.1Q table 8-1): spanning tree, pause, LACP, LLDP; never passed on. */
    private static final long RESERVED = 0x0180_C200_0000L >>> 4;
    private static final long IPV4_GROUPS = 0x0100_5E00_0000L >>> 23;
    private static final int PIM_ROUTERS = Ipv4Address.parse("224.0.0.13");

    private final VlanTable vlans;
    private final LinkStateTable links;
    private final TopologyWatch topology;
    private final long mac;
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private Burst burst;

    /**
     * A gate for the given VLANs.
     *
     * @param topology is told of the frames between bridges
     * @param mac the switch's own address, 48 bits: nothing may come from it
     */
    SwitchParser(VlanTable vlans, LinkStateTable links, TopologyWatch topology, long mac) {
        this.vlans = vlans;
        this.links = links;
        this.topology = topology;
        this.mac = mac;
    }

    @Override
    public void parse(Burst received, int inPort, int headroom, Packet[] into, PacketList[] byClass) {
        burst = received;
        int size = received.size();
        boolean isUp = links.isUp(inPort);
        for (int i = 0; i < size; i++) {
            Packet packet = into[i];
            packet.arrive(received, i, inPort, headroom - strippedOctets(received.flags[i]));
            if (isUp) {
                parseFrame(packet, i);
            } else {
                packet.drop(DropReason.PORT_DOWN);
            }
            if (packet.isPending()) {
                byClass[packet.classIndex()].add(packet);
            }
        }
    }

    /** What a tag that is put back takes of the headroom. */
    private static int strippedOctets(int flags) {
        return (flags & Burst.VLAN_STRIPPED) == 0 ? 0 : VlanTag.LENGTH;
    }

    private void parseFrame(Packet packet, int i) {
        int flags = burst.flags[i];
        int captured = packet.frameLength();
        if ((flags & Burst.TRUNCATED) != 0) {
            packet.drop(DropReason.TRUNCATED);
        } else if (captured < ETHERNET_LENGTH) {
            packet.drop(DropReason.SHORT_FRAME);
        } else {
            if ((flags & Burst.VLAN_STRIPPED) != 0) {
                putTagBack(packet, burst.vlan[i]);
                captured += VlanTag.LENGTH;
            }
            frame.wrap(packet.frameAddress(), captured);
            parseLink(packet, captured);
        }
    }

    private void putTagBack(Packet packet, int tag) {
        packet.stretchFrame(VlanTag.LENGTH);
        frame.wrap(packet.frameAddress(), TYPE_OFFSET + VlanTag.LENGTH);
        long first = frame.getLong(VlanTag.LENGTH);
        int last = frame.getInt(VlanTag.LENGTH + Long.BYTES);
        frame.putLong(0, first);
        frame.putInt(Long.BYTES, last);
        frame.putInt(TYPE_OFFSET, tag, BIG_ENDIAN);
    }

    private void parseLink(Packet packet, int captured) {
        int etherType = frame.getShort(TYPE_OFFSET, BIG_ENDIAN) & 0xffff;
        if (etherType != EtherType.VLAN) {
            parseVlan(packet, vlans.untaggedVlan(packet.inPort()), etherType, ETHERNET_LENGTH, captured);
        } else if (captured < TAGGED_LENGTH) {
            packet.drop(DropReason.SHORT_FRAME);
        } else {
            int tci = frame.getShort(ETHERNET_LENGTH, BIG_ENDIAN) & 0xffff;
            int inner = frame.getShort(ETHERNET_LENGTH + 2, BIG_ENDIAN) & 0xffff;
            int vlan = VlanTag.vlanId(tci);
            if (vlan == 0) {
                // only a priority (IEEE 802.1Q section 6.9.1): the frame leaves with the VLAN in its tag, or without
                vlan = vlans.untaggedVlan(packet.inPort());
                frame.putShort(ETHERNET_LENGTH, (short) (tci | vlan), BIG_ENDIAN);
            }
            parseVlan(packet, vlan, inner, TAGGED_LENGTH, captured);
        }
    }

    private void parseVlan(Packet packet, int vlan, int etherType, int linkLength, int captured) {
        long head = frame.getLong(0, BIG_ENDIAN);
        long source = ((head & 0xffff) << Integer.SIZE) | (frame.getInt(8, BIG_ENDIAN) & 0xffff_ffffL);
        long target = head >>> Short.SIZE;
        packet.link(target, source, vlan);
        packet.bindBehind(linkLength);
        if (source == 0 || source == mac || MacAddress.isGroup(source)) {
            packet.drop(DropReason.BAD_SOURCE_MAC);
        } else if (target >>> 4 == RESERVED) {
            // between bridges, so of no VLAN (IEEE 802.1Q section 8.6.3): also where frames without a tag are refused
            packet.drop(DropReason.LINK_RESERVED);
            if (target == Bpdu.ALL_BRIDGES && linkLength == ETHERNET_LENGTH) {
                topology.onBridgeFrame(frame, TYPE_OFFSET, captured, packet.inPort());
            }
        } else if (vlan == 0 || !vlans.isMember(vlan, packet.inPort())) {
            packet.drop(DropReason.BAD_VLAN);
        } else {
            classify(packet, etherType, linkLength, captured - linkLength);
        }
    }

    private void classify(Packet packet, int etherType, int linkLength, int available) {
        long target = packet.targetMac();
        boolean isGroup = MacAddress.isGroup(target);
        if (isGroup) {
            packet.mark(Packet.LINK_GROUP);
        }
        packet.sort(isGroup ? PacketClass.EVERYBODY : PacketClass.STATION);
        if (etherType == EtherType.IPV4 && vlans.isSnooped(packet.vlan())
                && (target >>> 23 == IPV4_GROUPS || isIgmp(linkLength, available))) {
            classifyIpv4(packet, linkLength, available);
        }
        if (target == mac && packet.packetClass() == PacketClass.STATION) {
            packet.drop(DropReason.NOT_FOR_US);
        }
    }

    /** A look ahead, before anything is known to be right. */
    private boolean isIgmp(int linkLength, int available) {
        return available > PROTOCOL_OFFSET && frame.getByte(linkLength + PROTOCOL_OFFSET) == IpProtocol.IGMP;
    }

    private void classifyIpv4(Packet packet, int linkLength, int available) {
        // a fresh view, of the datagram alone
        if (!PacketParser.admitIpv4(packet, frame, linkLength, available)) {
            return;
        }
        boolean isMulticast = Ipv4Address.isMulticast(packet.destination());
        if (isMulticast) {
            packet.mark(Packet.MULTICAST);
        }
        if (packet.protocol() == IpProtocol.IGMP) {
            classifyIgmp(packet, isMulticast);
        } else if (packet.protocol() == IpProtocol.PIM && packet.destination() == PIM_ROUTERS) {
            packet.sort(isPim(packet) ? PacketClass.PIM : PacketClass.EVERYBODY);
        } else if (isMulticast) {
            packet.sort(PacketClass.MULTICAST);
        }
    }

    private void classifyIgmp(Packet packet, boolean isMulticast) {
        long expected = isMulticast ? MacAddress.multicastOf(packet.destination()) : packet.targetMac();
        if (isMulticast != packet.is(Packet.LINK_GROUP) || packet.targetMac() != expected) {
            // hosts take a report for what its frame says, whatever its datagram says (R-SUPP-01)
            packet.drop(DropReason.IGMP_MISADDRESSED);
        } else if (packet.is(Packet.FRAGMENTED)) {
            packet.sort(PacketClass.IGMP);
        } else if (packet.payloadLength() < LEAST_IGMP) {
            packet.drop(DropReason.IGMP_SHORT);
        } else if (!isSumRight(packet)) {
            packet.drop(DropReason.IGMP_BAD_CHECKSUM);
        } else {
            packet.sort(PacketClass.IGMP);
        }
    }

    private static boolean isPim(Packet packet) {
        return !packet.is(Packet.FRAGMENTED) && packet.payloadLength() >= LEAST_PIM && isSumRight(packet);
    }

    private static boolean isSumRight(Packet packet) {
        int sum = InternetChecksum.sum(packet.address() + packet.headerLength(), packet.payloadLength());
        return sum == 0xffff;
    }
}

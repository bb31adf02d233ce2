package org.hopwire.pipeline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.counter.RowLabels;
import org.hopwire.memory.PortSets;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Verdict;
import org.hopwire.pipeline.ObservedPacket.Fate;
import org.hopwire.wire.ArpHeader;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.EthernetHeader;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Prefix;
import org.hopwire.wire.VlanTag;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Which packets a watcher wants: of several conditions of one kind any must hold, of every kind that was named one.
 *
 * <p>Words are turned into numbers when it is made. A worker judges a packet twice by these, and allocates nothing: by
 * its frame when it has arrived, while no handler has changed it, and by what became of it once that is known. Does not
 * change, so that any thread may use it.
 */
public final class PacketFilter {
    /** Every packet. */
    public static final PacketFilter ALL = among(List.of()).build();

    private static final int IP_PROTOCOLS = 256;
    private static final int ADDRESS_SHIFT = Integer.SIZE;

    private static final int EVERY_FATE = -1;

    /** {@link Fate#bit} of each. */
    private final int fates;
    /** By index; null, as those below: whatever the reason. */
    private final BitSet drops;
    private final BitSet causes;
    private final int[] ports;
    private final BitSet etherTypes;
    private final BitSet protocols;
    /** Network in the high 32 bits of each, its mask in the low ones. */
    private final long[] networks;

    private PacketFilter(Builder builder) {
        fates = builder.fates == 0 ? EVERY_FATE : builder.fates;
        boolean asksWhy = !builder.drops.isEmpty() || !builder.causes.isEmpty();
        drops = asksWhy ? (BitSet) builder.drops.clone() : null;
        causes = asksWhy ? (BitSet) builder.causes.clone() : null;
        ports = builder.ports.isEmpty() ? null : builder.ports.stream().mapToInt(Integer::intValue).toArray();
        boolean asksForProtocol = !builder.etherTypes.isEmpty() || !builder.protocols.isEmpty();
        etherTypes = asksForProtocol ? (BitSet) builder.etherTypes.clone() : null;
        protocols = asksForProtocol ? (BitSet) builder.protocols.clone() : null;
        networks = builder.networks.isEmpty()
                ? null
                : builder.networks.stream().mapToLong(Long::longValue).toArray();
    }

    /** Begins a filter for an engine with these ports, in their order. */
    public static Builder among(List<String> portNames) {
        return new Builder(portNames);
    }

    /** Worker: whether a frame may be wanted; {@code frame} is bound to its first octets. */
    boolean wantsFrame(UnsafeBuffer frame) {
        if (protocols == null && networks == null) {
            return true;
        }
        int at = EthernetHeader.LENGTH;
        if (frame.capacity() < at) {
            return false;
        }
        int type = typeBefore(frame, at);
        if (EtherType.isVlan(type) && frame.capacity() >= at + VlanTag.LENGTH) {
            at += VlanTag.LENGTH;
            type = typeBefore(frame, at);
        }
        return wantsProtocol(frame, at, type) && wantsHost(frame, at, type);
    }

    private static int typeBefore(UnsafeBuffer frame, int at) {
        return frame.getShort(at - Short.BYTES, BIG_ENDIAN) & 0xFFFF;
    }

    private boolean wantsProtocol(UnsafeBuffer frame, int at, int type) {
        return protocols == null || etherTypes.get(type)
                || (isIpv4(frame, at, type) && protocols.get(frame.getByte(at + Ipv4Header.PROTOCOL_OFFSET) & 0xFF));
    }

    private static boolean isIpv4(UnsafeBuffer frame, int at, int type) {
        return type == EtherType.IPV4 && frame.capacity() >= at + Ipv4Header.MIN_LENGTH;
    }

    private boolean wantsHost(UnsafeBuffer frame, int at, int type) {
        if (networks == null) {
            return true;
        }
        if (isIpv4(frame, at, type)) {
            return isNamed(frame, at + Ipv4Header.SOURCE_OFFSET) || isNamed(frame, at + Ipv4Header.DESTINATION_OFFSET);
        }
        return type == EtherType.ARP && frame.capacity() >= at + ArpHeader.LENGTH
                && (isNamed(frame, at + ArpHeader.SENDER_IP_OFFSET) || isNamed(frame, at + ArpHeader.TARGET_IP_OFFSET));
    }

    private boolean isNamed(UnsafeBuffer frame, int at) {
        int address = frame.getInt(at, BIG_ENDIAN);
        for (long each : networks) {
            if ((address & (int) each) == (int) (each >>> ADDRESS_SHIFT)) {
                return true;
            }
        }
        return false;
    }

    /** Worker: whether a packet is wanted that has ended so; {@code sets} holds the ports of a replicated one. */
    boolean wantsEnd(Packet packet, Fate fate, RejectCause cause, PortSets sets) {
        return (fates & fate.bit()) != 0
                && wantsReason(ObservedPacket.dropOf(packet, fate), ObservedPacket.indexOf(cause))
                && wantsPort(packet, fate, sets);
    }

    /** As it is shown: a drop has its reason, and the cause explains what is left. */
    private boolean wantsReason(int drop, int cause) {
        if (drops == null) {
            return true;
        }
        return drop == ObservedPacket.NONE
                ? cause != ObservedPacket.NONE && causes.get(cause)
                : drops.get(drop);
    }

    private boolean wantsPort(Packet packet, Fate fate, PortSets sets) {
        if (ports == null) {
            return true;
        }
        int in = ObservedPacket.inPortOf(packet, fate);
        int out = ObservedPacket.outPortOf(packet, fate);
        boolean leavesBySeveral = packet.has(Verdict.REPLICATE);
        for (int port : ports) {
            if (port == in || port == out || (leavesBySeveral && sets.contains(packet.portSet(), port))) {
                return true;
            }
        }
        return false;
    }

    /** Takes words as they are shown, and refuses those no packet can have. Not thread safe. */
    public static final class Builder {
        private static final int MOST_NAMES_TOLD = 16;

        private final List<String> portNames;
        private final BitSet drops = new BitSet();
        private final BitSet causes = new BitSet();
        private final List<Integer> ports = new ArrayList<>();
        private final BitSet etherTypes = new BitSet();
        private final BitSet protocols = new BitSet(IP_PROTOCOLS);
        private final List<Long> networks = new ArrayList<>();
        private int fates;

        private Builder(List<String> portNames) {
            this.portNames = List.copyOf(portNames);
        }

        /**
         * Wants what became of packets so.
         *
         * @param label {@link Fate#label}, in any case
         * @throws IllegalArgumentException naming the word and what would do
         */
        public Builder verdict(String label) {
            for (Fate each : Fate.values()) {
                if (each.label().equalsIgnoreCase(label)) {
                    fates |= each.bit();
                    return this;
                }
            }
            return refuse(label, "is none of "
                    + Stream.of(Fate.values()).map(Fate::label).collect(Collectors.joining(", ")));
        }

        /**
         * Wants packets with a reason.
         *
         * @param label of a {@link DropReason} or a {@link RejectCause}, in any case
         * @throws IllegalArgumentException naming the word
         */
        public Builder reason(String label) {
            int drop = find(label, DropReason.values());
            int cause = find(label, RejectCause.values());
            if (drop < 0 && cause < 0) {
                return refuse(label, "is no reason such as no-route or ttl-exceeded");
            }
            add(drop, drops);
            add(cause, causes);
            return this;
        }

        private static int find(String label, Enum<?>[] rows) {
            for (int i = 0; i < rows.length; i++) {
                if (RowLabels.of(rows[i]).equalsIgnoreCase(label)) {
                    return i;
                }
            }
            return -1;
        }

        private static void add(int index, BitSet to) {
            if (index >= 0) {
                to.set(index);
            }
        }

        /**
         * Wants packets that came in or left by a port.
         *
         * @throws IllegalArgumentException naming the word and, where they are few, the ports there are
         */
        public Builder port(String name) {
            int index = portNames.indexOf(name);
            if (index < 0) {
                return refuse(name, portNames.size() > MOST_NAMES_TOLD
                        ? "is no port of this engine"
                        : "is none of the ports " + String.join(", ", portNames));
            }
            ports.add(index);
            return this;
        }

        /**
         * Wants packets of a protocol.
         *
         * @param name of an IP protocol or an Ethernet type, in any case: {@code igmp}, {@code protocol-200} or
         *     {@code 200}, {@code arp}, {@code 0x88cc}; {@code ipv4} stands for every IP protocol
         * @throws IllegalArgumentException naming the word
         */
        public Builder protocol(String name) {
            String word = name.toLowerCase(Locale.ROOT);
            OptionalInt protocol = IpProtocol.find(word);
            OptionalInt etherType = EtherType.find(word);
            protocol.ifPresent(protocols::set);
            etherType.ifPresent(etherTypes::set);
            return protocol.isPresent() || etherType.isPresent()
                    ? this
                    : refuse(name, "is no protocol such as icmp, protocol-200, arp or 0x88cc");
        }

        /**
         * Wants packets from or to a host, or any of a network; in ARP the addresses it is about.
         *
         * @param addressOrPrefix {@code 192.0.2.1} or {@code 192.0.2.0/24}
         * @throws IllegalArgumentException naming the text
         */
        public Builder host(String addressOrPrefix) {
            try {
                Ipv4Prefix prefix = addressOrPrefix.indexOf('/') < 0
                        ? new Ipv4Prefix(Ipv4Address.parse(addressOrPrefix), Integer.SIZE)
                        : Ipv4Prefix.parse(addressOrPrefix);
                networks.add((long) prefix.network() << ADDRESS_SHIFT | (prefix.mask() & 0xFFFF_FFFFL));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + addressOrPrefix + "' is no IPv4 address or prefix", e);
            }
            return this;
        }

        private static Builder refuse(String word, String why) {
            throw new IllegalArgumentException("'" + word + "' " + why);
        }

        /** The filter. */
        public PacketFilter build() {
            return new PacketFilter(this);
        }
    }
}

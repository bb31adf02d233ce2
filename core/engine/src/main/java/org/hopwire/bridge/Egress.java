package org.hopwire.bridge;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.PortSets;
import org.hopwire.packet.Packet;
import org.hopwire.packet.Turn;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.VlanTag;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * The last step of every frame a switch passes on: only ports of its VLAN, only with a link, never the one it came
 * from; with a tag where the VLAN is tagged and without where it is not. Where both forms leave, one copy is made for
 * all ports of the second form.
 */
final class Egress {
    private static final int TAG = EtherType.VLAN << Short.SIZE;
    private static final int UNTAGGED_LENGTH = 14;
    private static final int ADDRESSES = 12;
    private static final int WORD_SHIFT = 6;
    private static final int SAME_FORM = 1;
    private static final int OTHER_FORM = 2;

    private final VlanTable vlans;
    private final LinkStateTable links;
    private final CounterSet<BridgeCounter> counters;
    private final UnsafeBuffer header = new UnsafeBuffer(0, 0);

    Egress(VlanTable vlans, LinkStateTable links, CounterSet<BridgeCounter> counters) {
        this.vlans = vlans;
        this.links = links;
        this.counters = counters;
    }

    /** By one port, where its station is. */
    void one(Packet packet, int port) {
        if (port == packet.inPort()) {
            packet.drop(DropReason.SAME_PORT);
        } else if (!links.isUp(port)) {
            packet.drop(DropReason.PORT_DOWN);
        } else {
            leave(packet, port);
        }
    }

    /** By every port of the VLAN. */
    void flood(Packet packet, Turn turn, DropReason otherwise) {
        PortSets sets = turn.portSets();
        int set = sets.allot();
        for (int i = 0; set >= 0 && i < sets.words(); i++) {
            sets.word(set, i, -1L);
        }
        byAll(packet, set, turn, otherwise);
    }

    /**
     * By the ports of a set that may have it.
     *
     * @param set number of the set, -1 where there was none to be had; its ports are changed
     * @param otherwise why the packet is dropped where no port is left
     */
    void byAll(Packet packet, int set, Turn turn, DropReason otherwise) {
        PortSets sets = turn.portSets();
        int other = set < 0 ? -1 : sets.allot();
        if (other < 0) {
            packet.drop(DropReason.NO_SLOT);
            return;
        }
        int forms = admit(packet, set, other, sets);
        switch (forms) {
            case 0 -> packet.drop(otherwise);
            case SAME_FORM -> leaveBy(packet, set, sets);
            case OTHER_FORM -> {
                retag(packet);
                leaveBy(packet, other, sets);
            }
            default -> {
                copyFor(packet, other, turn);
                leaveBy(packet, set, sets);
            }
        }
    }

    /** Leaves in {@code set} the ports that take the frame as it is, in {@code other} those that take it retagged. */
    private int admit(Packet packet, int set, int other, PortSets sets) {
        int row = vlans.row(packet.vlan());
        if (packet.inPort() >= 0) {
            sets.remove(set, packet.inPort());
        }
        long flip = isTagged(packet) ? 0 : -1L;
        long same = 0;
        long retagged = 0;
        for (int i = 0; i < sets.words(); i++) {
            long ports64 = sets.word(set, i) & vlans.members(row, i) & links.word(i);
            long asItIs = ports64 & (vlans.tagged(row, i) ^ flip);
            sets.word(set, i, asItIs);
            sets.word(other, i, ports64 ^ asItIs);
            same |= asItIs;
            retagged |= ports64 ^ asItIs;
        }
        return (same == 0 ? 0 : SAME_FORM) | (retagged == 0 ? 0 : OTHER_FORM);
    }

    private void copyFor(Packet packet, int set, Turn turn) {
        Packet copy = turn.spawnFrame(packet);
        if (copy == null) {
            counters.add(BridgeCounter.RETAGGED_COPY_LOST, turn.portSets().count(set));
        } else {
            retag(copy);
            leaveBy(copy, set, turn.portSets());
        }
    }

    private static void leaveBy(Packet packet, int set, PortSets sets) {
        int only = -1;
        for (int i = 0; i < sets.words(); i++) {
            long ports64 = sets.word(set, i);
            if (ports64 != 0) {
                if (only >= 0 || (ports64 & ports64 - 1) != 0) {
                    packet.replicate(set);
                    return;
                }
                only = i << WORD_SHIFT | Long.numberOfTrailingZeros(ports64);
            }
        }
        packet.transmit(only);
    }

    private void leave(Packet packet, int port) {
        if (isTagged(packet) != vlans.isTagged(packet.vlan(), port)) {
            retag(packet);
        }
        packet.transmit(port);
    }

    private static boolean isTagged(Packet packet) {
        return packet.address() - packet.frameAddress() != UNTAGGED_LENGTH;
    }

    /** Gives the frame a tag, or takes its tag away: the addresses move, nothing else does. */
    private void retag(Packet packet) {
        if (isTagged(packet)) {
            header.wrap(packet.frameAddress(), ADDRESSES + VlanTag.LENGTH);
            moveAddresses(0, VlanTag.LENGTH);
            packet.stretchFrame(-VlanTag.LENGTH);
        } else {
            packet.stretchFrame(VlanTag.LENGTH);
            header.wrap(packet.frameAddress(), ADDRESSES + VlanTag.LENGTH);
            moveAddresses(VlanTag.LENGTH, 0);
            header.putInt(ADDRESSES, TAG | packet.vlan(), BIG_ENDIAN);
        }
    }

    private void moveAddresses(int from, int to) {
        long first = header.getLong(from);
        int last = header.getInt(from + Long.BYTES);
        header.putLong(to, first);
        header.putInt(to + Long.BYTES, last);
    }
}

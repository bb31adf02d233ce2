package org.hopwire.ip;

import org.hopwire.counter.DropReason;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.Packet;
import org.hopwire.packet.Turn;
import org.hopwire.wire.MacAddress;

/** The last changes of a multicast in transit: options, time to live, Ethernet header, fragments. One per worker. */
public final class TransitWriter {
    private final LinkWriter link;
    private final InterfaceTable interfaces;

    /** A writer for packets that leave by the given interfaces. */
    public TransitWriter(InterfaceTable interfaces, Fragmenter fragmenter) {
        link = new LinkWriter(fragmenter);
        this.interfaces = interfaces;
    }

    void send(Packet packet, Interface egress, Turn turn) {
        int fault = packet.is(Packet.OPTIONS)
                ? OptionStamp.stamp(packet, interfaces, egress.primaryAddress(), turn.epochNs())
                : 0;
        if (fault != 0) {
            // RFC 1122 section 3.2.2: no error about a multicast
            packet.drop(DropReason.BAD_OPTION);
            return;
        }
        LinkWriter.decrementTtl(packet);
        link.send(packet, egress, MacAddress.multicastOf(packet.destination()), turn);
    }
}

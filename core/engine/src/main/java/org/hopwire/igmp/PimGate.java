package org.hopwire.igmp;

import org.hopwire.counter.DropReason;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.igmp.MessageFault;
import org.hopwire.wire.igmp.PimHello;

/** Lets PIM hellos of neighbours through to the control agent, on ports that read them. One instance per worker. */
public final class PimGate implements BurstHandler {
    private final InterfaceTable interfaces;
    private final IgmpLink[] links;
    private final PimHello hello = new PimHello();

    /** A gate; what holds on each port stands at its index. */
    public PimGate(InterfaceTable interfaces, IgmpLink[] links) {
        this.interfaces = interfaces;
        this.links = links.clone();
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (!links[packet.inPort()].pim().hello()) {
                packet.drop(DropReason.MULTICAST_LINK_SCOPE);
            } else if (isHelloOfNeighbour(packet)) {
                packet.punt();
            } else {
                packet.drop(DropReason.PIM_REFUSED);
            }
        }
    }

    private boolean isHelloOfNeighbour(Packet packet) {
        hello.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
        return interfaces.get(packet.inPort()).networkOf(packet.source()) != null
                && interfaces.owner(packet.source()) < 0 && hello.validate() == MessageFault.NONE;
    }
}

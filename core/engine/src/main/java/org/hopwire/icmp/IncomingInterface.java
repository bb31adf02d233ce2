package org.hopwire.icmp;

import java.nio.charset.StandardCharsets;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.wire.IcmpExtensions;
import org.hopwire.wire.InterfaceInformation;

/**
 * Names the interface a datagram came in by: index, address, name and MTU (RFC 5837 section 4.1, role 0). The index is
 * the port's place plus one, because an ifIndex is never 0 (RFC 2863 section 3.1.5).
 */
final class IncomingInterface implements ErrorExtensions {
    private static final int ALWAYS = InterfaceInformation.HAS_INDEX | InterfaceInformation.HAS_NAME
            | InterfaceInformation.HAS_MTU;

    private final InterfaceTable interfaces;
    private final byte[][] names;
    private final int[] lengths;
    private final InterfaceInformation information = new InterfaceInformation();

    IncomingInterface(InterfaceTable table) {
        interfaces = table;
        names = new byte[table.size()][];
        lengths = new int[table.size()];
        for (int i = 0; i < table.size(); i++) {
            names[i] = table.get(i).name().getBytes(StandardCharsets.UTF_8);
            lengths[i] = IcmpExtensions.OBJECT_HEADER_LENGTH + payloadLength(table.get(i), names[i].length);
        }
    }

    private static int payloadLength(Interface each, int nameLength) {
        int parts = each.primaryAddress() == 0 ? ALWAYS : ALWAYS | InterfaceInformation.HAS_ADDRESS;
        return InterfaceInformation.length(parts, nameLength);
    }

    @Override
    public int length(Packet offending, RejectCause cause) {
        int port = offending.inPort();
        return port < 0 ? 0 : lengths[port];
    }

    @Override
    public void write(Packet offending, RejectCause cause, UnsafeBuffer buffer, IcmpExtensions.Writer writer) {
        int port = offending.inPort();
        if (port < 0) {
            return;
        }
        Interface incoming = interfaces.get(port);
        information.begin(buffer, writer.openObject(), InterfaceInformation.ROLE_INCOMING).index(port + 1);
        if (incoming.primaryAddress() != 0) {
            information.address(incoming.primaryAddress());
        }
        information.name(names[port]).mtu(incoming.mtu());
        writer.closeObject(InterfaceInformation.OBJECT_CLASS, information.cType(), information.length());
    }
}

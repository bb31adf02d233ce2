package org.hopwire.engine;

import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.wire.Ipv4Address;

/** Resolves what routes and neighbours say of ports. */
record PortLookup(InterfaceTable interfaces) {
    int indexOf(String name, String field) {
        for (int i = 0; i < interfaces.size(); i++) {
            if (interfaces.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(field + ": no port is called \"" + name + "\"");
    }

    int connectedTo(int address, String field) {
        for (int i = 0; i < interfaces.size(); i++) {
            Interface each = interfaces.get(i);
            if (each.networkOf(address) != null) {
                return i;
            }
        }
        throw new IllegalArgumentException(field + ": " + Ipv4Address.format(address) + " is on no port's network");
    }
}

package org.hopwire.engine.config;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MacAddress;

/**
 * One static neighbour.
 *
 * @param port port whose link it is on
 * @param address its IPv4 address
 * @param mac its link-layer address
 */
public record NeighborConfig(String port, String address, String mac) {
    /** Checks every field. */
    public NeighborConfig {
        require("port", port);
        require("address", address);
        require("mac", mac);
        ConfigField.check("neighbor " + address + " address", () -> Ipv4Address.parse(address));
        long parsed = ConfigField.check("neighbor " + address + " mac", () -> MacAddress.parse(mac));
        if (MacAddress.isGroup(parsed)) {
            throw new IllegalArgumentException("neighbor " + address + " mac: " + mac + " is a group address");
        }
    }

    private static void require(String field, String value) {
        if (value == null) {
            throw new IllegalArgumentException("neighbor " + field + ": missing");
        }
    }

    /** The IPv4 address. */
    public int ipAddress() {
        return Ipv4Address.parse(address);
    }

    /** The link-layer address. */
    public long linkAddress() {
        return MacAddress.parse(mac);
    }
}

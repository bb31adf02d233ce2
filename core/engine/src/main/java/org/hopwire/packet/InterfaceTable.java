package org.hopwire.packet;

import java.util.List;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Every interface and, hashed, every address that is ours or a broadcast of ours. Written once before the start, read
 * by all.
 */
public final class InterfaceTable {
    private static final int HASH = 0x9E37_79B9;
    private static final int LEAST_SLOTS = 16;

    private final Interface[] interfaces;
    private final int[] keys;
    private final byte[] kinds;
    private final int[] owners;
    private final int shift;

    /** A table of the given interfaces, each at the position of its index. */
    public InterfaceTable(List<Interface> interfaces) {
        this.interfaces = interfaces.toArray(Interface[]::new);
        int slots = slotsFor(interfaces);
        keys = new int[slots];
        kinds = new byte[slots];
        owners = new int[slots];
        shift = Integer.SIZE - Integer.numberOfTrailingZeros(slots);
        for (Interface each : interfaces) {
            each.addresses().forEach(prefix -> putAll(each, prefix));
        }
    }

    private static int slotsFor(List<Interface> interfaces) {
        int addresses = interfaces.stream().mapToInt(each -> each.addresses().size()).sum();
        // three entries an address, at most a quarter full, so that a miss ends in the first slot it looks at
        return Math.max(LEAST_SLOTS, Integer.highestOneBit(addresses * 12) * 2);
    }

    private void putAll(Interface owner, Ipv4Prefix prefix) {
        if (prefix.hasDirectedBroadcast()) {
            putUnlessLocal(prefix.directedBroadcast(), AddressKind.BROADCAST, owner.index());
            putUnlessLocal(prefix.network(), AddressKind.BROADCAST, owner.index());
        }
        put(prefix.address(), AddressKind.LOCAL, owner.index());
    }

    private void putUnlessLocal(int address, AddressKind kind, int owner) {
        if (kind(address) != AddressKind.LOCAL) {
            put(address, kind, owner);
        }
    }

    private void put(int address, AddressKind kind, int owner) {
        int slot = find(address);
        keys[slot] = address;
        kinds[slot] = kind.code();
        owners[slot] = owner;
    }

    private int find(int address) {
        int slot = (address * HASH) >>> shift;
        while (kinds[slot] != 0 && keys[slot] != address) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    /** What a destination is to us. */
    public AddressKind kind(int address) {
        if (Ipv4Address.isMulticast(address)) {
            return AddressKind.MULTICAST;
        }
        if (address == -1) {
            return AddressKind.BROADCAST;
        }
        return AddressKind.of(kinds[find(address)]);
    }

    /** Index of the interface that has this address or this broadcast address, or -1. */
    public int owner(int address) {
        int slot = find(address);
        return kinds[slot] == 0 ? -1 : owners[slot];
    }

    /** Interface of a port. */
    public Interface get(int index) {
        return interfaces[index];
    }

    /** How many interfaces there are. */
    public int size() {
        return interfaces.length;
    }
}

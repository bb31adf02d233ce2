package org.hopwire.packet;

import java.lang.invoke.VarHandle;
import java.util.List;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Every interface and, hashed, every address that is ours or a broadcast of ours. Addresses are written once before the
 * start, read by all; what an interface is like may change while it runs, by the control agent alone.
 */
public final class InterfaceTable {
    private static final int HASH = 0x9E37_79B9;
    private static final int LEAST_SLOTS = 16;
    private static final int KNOWN_PER_SLOT = 32;
    private static final int KIND_MASK = 3;
    private static final int OWNER_SHIFT = 40;

    private final Interface[] interfaces;
    /** Address in the low 32 bits; above them its kind, not 0, and from {@link #OWNER_SHIFT} on its owner. */
    private final long[] slots;
    private final int shift;
    /** By hash, not 0 where an address of that hash may be in {@link #slots}: most are not, and one look says so. */
    private final byte[] known;
    private final int knownShift;

    /** A table of the given interfaces, each at the position of its index. */
    public InterfaceTable(List<Interface> interfaces) {
        this.interfaces = interfaces.toArray(Interface[]::new);
        slots = new long[slotsFor(interfaces)];
        shift = Integer.SIZE - Integer.numberOfTrailingZeros(slots.length);
        known = new byte[KNOWN_PER_SLOT * slots.length];
        knownShift = shift - Integer.numberOfTrailingZeros(KNOWN_PER_SLOT);
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
        slots[slot(address)] = (long) owner << OWNER_SHIFT | (long) kind.code() << Integer.SIZE
                | (address & 0xffff_ffffL);
        known[(address * HASH) >>> knownShift] = 1;
    }

    private int slot(int address) {
        int slot = (address * HASH) >>> shift;
        while (slots[slot] != 0 && (int) slots[slot] != address) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    /** What a unicast address that is not 255.255.255.255 is to us: {@link AddressKind#code}. */
    private int codeOf(int address) {
        return (int) (slots[slot(address)] >>> Integer.SIZE) & KIND_MASK;
    }

    /** Whether an address is neither ours, nor a broadcast, nor a group. */
    public boolean isRemote(int address) {
        return !Ipv4Address.isMulticast(address) && address != -1 && !isOurs(address);
    }

    /** Whether an address is ours, or a broadcast of ours. */
    public boolean isOurs(int address) {
        return known[(address * HASH) >>> knownShift] != 0 && codeOf(address) != 0;
    }

    /** What a destination is to us. */
    public AddressKind kind(int address) {
        if (Ipv4Address.isMulticast(address)) {
            return AddressKind.MULTICAST;
        }
        if (address == -1) {
            return AddressKind.BROADCAST;
        }
        return AddressKind.of(codeOf(address));
    }

    /** Index of the interface that has this address or this broadcast address, or -1. */
    public int owner(int address) {
        long found = slots[slot(address)];
        return found == 0 ? -1 : (int) (found >>> OWNER_SHIFT);
    }

    /** Another MTU and link-layer address of an interface: seen by all from their next burst on. */
    public void change(int index, int mtu, long mac) {
        Interface changed = interfaces[index].with(mtu, mac);
        VarHandle.releaseFence();
        interfaces[index] = changed;
    }

    /** Interface of a port, as it is now. */
    public Interface get(int index) {
        return interfaces[index];
    }

    /** How many interfaces there are. */
    public int size() {
        return interfaces.length;
    }
}

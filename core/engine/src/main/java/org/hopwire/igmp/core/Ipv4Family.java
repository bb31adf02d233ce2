package org.hopwire.igmp.core;

import org.hopwire.wire.Ipv4Address;

/** IPv4: the 32 bits of the address are its key. */
public enum Ipv4Family implements AddressFamily {
    /** The only one. */
    INSTANCE;

    private static final int LINK_SCOPE = Ipv4Address.parse("224.0.0.0") >>> 8;
    private static final int LOOPBACK_NET = 127;
    private static final int FIRST_GROUP_NET = 224;

    @Override
    public boolean isGroup(int key) {
        return Ipv4Address.isMulticast(key);
    }

    @Override
    public boolean isReported(int group) {
        return group != Ipv4Address.ALL_SYSTEMS;
    }

    @Override
    public boolean isLinkScope(int group) {
        return group >>> 8 == LINK_SCOPE;
    }

    @Override
    public boolean isSource(int key) {
        int net = key >>> 24;
        return net != 0 && net != LOOPBACK_NET && net < FIRST_GROUP_NET;
    }

    @Override
    public int unspecified() {
        return 0;
    }

    @Override
    public int compare(int one, int other) {
        return Integer.compareUnsigned(one, other);
    }

    @Override
    public String format(int key) {
        return Ipv4Address.format(key);
    }
}

package org.hopwire.packet;

/** What an IPv4 destination is to this engine. */
public enum AddressKind {
    /** Somebody else's unicast address. */
    REMOTE,
    /** One of our addresses, on whatever port (weak host model, RFC 1122 3.3.4.2). */
    LOCAL,
    /** 255.255.255.255, or the broadcast or network address of a connected network (RFC 1812 4.2.3.1). */
    BROADCAST,
    /** 224.0.0.0/4. */
    MULTICAST;

    private static final AddressKind[] VALUES = values();

    /** A byte to store; 0 is {@link #REMOTE}. */
    @SuppressWarnings("EnumOrdinal")
    byte code() {
        return (byte) ordinal();
    }

    static AddressKind of(int code) {
        return VALUES[code];
    }
}

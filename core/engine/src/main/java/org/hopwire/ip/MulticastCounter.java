package org.hopwire.ip;

/** What befalls single copies of a multicast that does leave by other ports. */
public enum MulticastCounter {
    /** Copies not made because they would exceed the MTU of their port (RFC 1112 section 7.2: nobody is told). */
    COPY_FRAGMENTATION_NEEDED,
    /** Copies not made for lack of a spare packet. */
    COPY_REFUSED;

    /** Kind of these counters in a registry. */
    public static final int TYPE_ID = 143;
}

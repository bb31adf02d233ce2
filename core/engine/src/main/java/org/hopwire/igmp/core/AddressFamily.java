package org.hopwire.igmp.core;

/** What the membership protocol must know about addresses, each given as an {@code int} key. */
public interface AddressFamily {
    /** Whether the key names a multicast group. */
    boolean isGroup(int key);

    /** Whether hosts report the group: all but the all-systems group (RFC 9776 section 5). */
    boolean isReported(int group);

    /** Whether the group never leaves its link (224.0.0.0/24; RFC 4541 section 2.1.2). */
    boolean isLinkScope(int group);

    /** Whether the key can be the source of multicast data: one host, not unspecified, not loopback. */
    boolean isSource(int key);

    /** The address that stands for "none": key of 0.0.0.0 or ::. */
    int unspecified();

    /** Numeric order, which elects the querier (RFC 9776 section 6.6.2). */
    int compare(int one, int other);

    /** The address as people write it. */
    String format(int key);
}

/**
 * The bytes on the wire: one flyweight per header, and the enums that name its values.
 *
 * <p>A flyweight is a reusable view: {@code wrap(buffer, offset)} binds it, getters and fluent setters read and write
 * fields in network order as unsigned values, nothing is allocated. A flyweight never judges what it reads: the one
 * validity gate is the packet parser, and behind it nobody checks again. What guards memory is the buffer's own bounds
 * check, so wrap a buffer that ends where the packet ends. The exceptions are the three structures that need a walk of
 * their own, {@link org.hopwire.wire.Ipv4Options}, {@link org.hopwire.wire.IcmpExtensions} and
 * {@link org.hopwire.wire.InterfaceInformation}: they bound every step and report what is wrong.
 *
 * <p>IPv4 addresses are {@code int} (10.0.0.1 is 0x0a000001), MAC addresses are the low 48 bits of a {@code long}.
 *
 * <p>Writer thread: none; a flyweight belongs to whoever created it and is not shared.
 *
 * <p>Open {@link org.hopwire.wire.Ipv4Header} first: every other file has its order (picture, constants, wrap, getters,
 * setters, text).
 */
package org.hopwire.wire;

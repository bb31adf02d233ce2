/**
 * Ports on Linux interfaces, in pure Java: {@code packet} (AF_PACKET), {@code tap} (TAP and TUN) and {@code xdp}
 * (AF_XDP), each a sub-package over {@code sys}, the system calls.
 *
 * <p>Writer: the worker that owns the port; opening and closing happen on the thread of whoever runs the engine. What
 * is common lies here: what to open ({@link org.hopwire.port.linux.LinuxPortConfig}), what an interface is ({@link
 * org.hopwire.port.linux.Device}), whether its link is up ({@link org.hopwire.port.linux.LinkWatch}), what has to be
 * remembered of it beyond the death of this process ({@link org.hopwire.port.linux.LinkNotes}), which checksum a local
 * sender has left open ({@link org.hopwire.port.linux.OpenChecksum}), what is counted ({@link
 * org.hopwire.port.linux.LinuxCounter}) and the life of a port whose interface comes and goes ({@link
 * org.hopwire.port.linux.LinuxPort}, to open first).
 */
package org.hopwire.port.linux;

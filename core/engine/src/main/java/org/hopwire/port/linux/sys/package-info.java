/**
 * System calls of Linux through the foreign-function interface: no native build, no library beside the C library.
 *
 * <p>Writer: whoever opens a port, and then the port's worker; nothing here is shared between threads. On the way up
 * and down a failed call throws {@link org.hopwire.port.linux.sys.SystemCallException}; on the packet path {@link
 * org.hopwire.port.linux.sys.LibC} returns what the kernel returned, and the error number lies in a {@link
 * org.hopwire.port.linux.sys.CallState}. Open {@code LibC} first.
 */
package org.hopwire.port.linux.sys;

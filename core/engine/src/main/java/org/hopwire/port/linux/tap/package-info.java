/**
 * TAP and TUN ports: the kernel's own stack at the other end of the cable.
 *
 * <p>Writer: the worker that owns the port. Open {@link org.hopwire.port.linux.tap.TapPort}.
 */
package org.hopwire.port.linux.tap;

/**
 * AF_XDP ports: frames in memory shared with the kernel, four rings, and an XDP program of our own making.
 *
 * <p>Writer: the worker that owns the port; the kernel writes its half of each ring. The program is attached by a link
 * that dies with the process. Open {@link org.hopwire.port.linux.xdp.XdpPort}.
 */
package org.hopwire.port.linux.xdp;

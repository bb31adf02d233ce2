/**
 * {@code bench wire}: Hopwire, the kernel, DPDK's testpmd and plain C answer echo requests, and Hopwire and the kernel
 * forward, over the same veth pair with the same sender, one after the other and then backwards. The main thread does
 * everything; senders and responders are processes of their own, each kept on one processor. Open {@link
 * org.hopwire.bench.wire.WireCommand} first, then {@code Contest}.
 */
package org.hopwire.bench.wire;

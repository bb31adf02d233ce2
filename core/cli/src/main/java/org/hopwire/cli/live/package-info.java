/**
 * {@code hopwire run} and the commands that look at a running engine from another process: {@code stats} reads its
 * counters in a mapped file and asks the rest over a socket of the engine's folder, {@code reload} has
 * the engine read its configuration again.
 *
 * <p>The main thread draws tables; each connection is a virtual thread of {@link org.hopwire.cli.live.ControlServer}.
 * Neither touches a packet. Open {@link org.hopwire.cli.live.RunCommand} first.
 */
package org.hopwire.cli.live;

/**
 * Forwarding: which way a packet goes, and the last hand on it before it leaves.
 *
 * <p>{@link org.hopwire.ip.ForwardHandler} decides on transit packets, {@link org.hopwire.ip.OutputHandler} routes what
 * the engine itself says, {@link org.hopwire.ip.LocalHandler} refuses what nobody here listens to. What a link cannot
 * carry whole leaves in pieces, see {@code ip.fragment}; routes are those of {@code ip.route}, neighbours those of
 * {@code ip.neighbor}, what was learned of ways that of {@code ip.path}. Open {@link org.hopwire.ip.ForwardHandler}
 * first.
 */
package org.hopwire.ip;

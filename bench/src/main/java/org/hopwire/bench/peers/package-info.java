/**
 * {@code bench peers}: Hopwire beside the programs its users would otherwise write, on one machine, in one session.
 *
 * <p>{@link org.hopwire.bench.peers.Catalogue} lists the works, each with Hopwire's benchmark, its peers and its
 * target. A benchmark says what it asks ({@link org.hopwire.bench.Peered}); the peers in C read the same questions from
 * files, and nobody is timed before all answers are the same. Open {@link org.hopwire.bench.peers.PeersCommand} first.
 */
package org.hopwire.bench.peers;

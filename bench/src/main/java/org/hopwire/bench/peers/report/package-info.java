/**
 * Rows for people and for programs. {@link org.hopwire.bench.peers.report.PeersJson} documents every field of the
 * document that {@code bench peers --json} writes.
 */
package org.hopwire.bench.peers.report;

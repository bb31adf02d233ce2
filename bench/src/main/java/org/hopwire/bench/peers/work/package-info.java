/**
 * What is compared and what came of it: works, Hopwire's side and its peers, targets, intervals and verdicts. Plain
 * values. Open {@link org.hopwire.bench.peers.work.Work} first.
 */
package org.hopwire.bench.peers.work;

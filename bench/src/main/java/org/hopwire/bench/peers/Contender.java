package org.hopwire.bench.peers;

/** One side of a comparison, ready to run. */
interface Contender {
    Sample run();
}

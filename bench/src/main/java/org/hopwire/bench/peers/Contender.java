package org.hopwire.bench.peers;

import java.io.IOException;

/** One side of a comparison, ready to run. */
interface Contender {
    Sample run() throws IOException, InterruptedException, PeerException;
}

package org.hopwire.bridge;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.wire.bridge.Bpdu;

/**
 * Reads what other bridges say of the spanning tree, and takes no part in it (RFC 4541 section 2.1.1 (4)): their frames
 * end here, as every frame to a reserved address does (IEEE 802.1D section 7.12.6).
 */
final class TopologyWatch {
    private final TopologyTable topology;
    private final CounterSet<BridgeCounter> counters;
    private final Bpdu unit = new Bpdu();

    TopologyWatch(TopologyTable topology, CounterSet<BridgeCounter> counters) {
        this.topology = topology;
        this.counters = counters;
    }

    /** A frame for all bridges, without a tag. */
    void onBridgeFrame(UnsafeBuffer frame, int typeOffset, int captured, int port) {
        if (unit.wrap(frame, typeOffset, captured - typeOffset) == Bpdu.Kind.INVALID) {
            counters.increment(BridgeCounter.BPDU_INVALID);
            return;
        }
        counters.increment(BridgeCounter.BPDU_HEARD);
        if (unit.topologyChange()) {
            counters.increment(BridgeCounter.TOPOLOGY_CHANGE_HEARD);
            topology.changed(port);
        }
    }
}

package org.hopwire.bridge;

import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;

/** Learns where stations are from every frame a handler gets, and forgets them when they fall silent or links fail. */
final class Learner {
    private final MacTable stations;
    private final LinkStateTable links;
    private final long[] losses;
    private long version;

    Learner(MacTable stations, LinkStateTable links) {
        this.stations = stations;
        this.links = links;
        losses = new long[links.ports()];
        // what happened before the first frame has nothing to flush
        version = links.version();
        for (int port = 0; port < losses.length; port++) {
            losses[port] = links.losses(port);
        }
    }

    void learn(PacketList part, long nowNs) {
        if (links.version() != version) {
            flush(nowNs);
        }
        int size = part.size();
        for (int i = 0; i < size; i++) {
            Packet packet = part.get(i);
            stations.learn(packet.vlan(), packet.sourceMac(), packet.inPort(), nowNs);
        }
        stations.age(nowNs);
    }

    private void flush(long nowNs) {
        version = links.version();
        for (int port = 0; port < losses.length; port++) {
            long now = links.losses(port);
            if (now != losses[port]) {
                losses[port] = now;
                stations.flush(port, nowNs);
            }
        }
    }
}

package org.hopwire.ip;

import java.util.List;

import org.hopwire.wire.Ipv4Prefix;

/**
 * Where multicast may come from and how far it may go, besides what members want. Written before the start, read by all
 * workers.
 */
public final class MulticastScope {
    private final int upstream;
    private final boolean[] downstream;
    private final int[][] networks;
    private final int[][] masks;
    private final boolean bounded;

    /**
     * A scope.
     *
     * @param upstream index of a proxy's upstream port, -1 without a proxy
     * @param downstream whether a port is a proxy's downstream, by index
     * @param boundaries groups that cross a port in neither direction (RFC 2365), by index
     */
    public MulticastScope(int upstream, boolean[] downstream, List<List<Ipv4Prefix>> boundaries) {
        this.upstream = upstream;
        this.downstream = downstream.clone();
        networks = new int[boundaries.size()][];
        masks = new int[boundaries.size()][];
        for (int port = 0; port < networks.length; port++) {
            networks[port] = boundaries.get(port).stream().mapToInt(Ipv4Prefix::network).toArray();
            masks[port] = boundaries.get(port).stream().mapToInt(each -> Ipv4Prefix.mask(each.length())).toArray();
        }
        bounded = boundaries.stream().anyMatch(each -> !each.isEmpty());
    }

    /** A proxy's upstream port, or -1. */
    int upstream() {
        return upstream;
    }

    /** Whether the proxy's rule says where packets of a port go (RFC 4605 section 4.3), not the way to their source. */
    boolean isProxied(int port) {
        return port == upstream || downstream[port];
    }

    /** Whether packets of that port go upstream whether anybody asked or not. */
    boolean addsUpstream(int port) {
        return downstream[port];
    }

    /** Whether a group ends at a port. */
    boolean isBoundary(int port, int group) {
        return bounded && isWithin(networks[port], masks[port], group);
    }

    private static boolean isWithin(int[] networks, int[] masks, int group) {
        for (int i = 0; i < networks.length; i++) {
            if ((group & masks[i]) == networks[i]) {
                return true;
            }
        }
        return false;
    }
}

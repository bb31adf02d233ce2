package org.hopwire.ip;

import org.hopwire.ip.route.NextHop;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.packet.SourceRoutePolicy;

/**
 * Where a source route may lead: loosely, where there is any route, which then says what becomes of the packet;
 * strictly, where no gateway stands between (RFC 1812 section 5.2.4.3).
 */
public final class SourceRouteCheck implements SourceRoutePolicy.Ways {
    private final RouteReader routes;

    /** A check of the given routes. */
    public SourceRouteCheck(RouteReader routes) {
        this.routes = routes;
    }

    @Override
    public boolean leadTo(int destination, boolean isStrict) {
        routes.quiesce();
        Paths ways = routes.find(destination);
        routes.away();
        return ways != null && !(isStrict && isBeyondAGateway(ways));
    }

    /** A route that refuses or drops answers for itself. */
    private static boolean isBeyondAGateway(Paths ways) {
        for (int i = 0; i < ways.count(); i++) {
            NextHop way = ways.get(i);
            if (way.kind() == NextHop.Kind.FORWARD && way.gateway() != 0) {
                return true;
            }
        }
        return false;
    }
}

package org.hopwire.ip;

import java.util.List;

import org.hopwire.ip.path.PathTable;
import org.hopwire.ip.route.NextHop;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.packet.PacketParser;

/**
 * Whether a source may come by a port (RFC 3704): strictly, where the route to it leads back by that port; loosely,
 * where there is any route to it that forwards. A route that refuses or drops leads nowhere, so that one host can be
 * shut out by a route to it.
 */
public final class ReversePathCheck implements PacketParser.SourceCheck {
    /** How far sources are trusted. */
    public enum Mode {
        /** Any source. */
        OFF,
        /** A source there is a way to (RFC 3704 section 2.4). */
        LOOSE,
        /** A source whose way back is by the same port (RFC 3704 section 2.2): not where routing is asymmetric. */
        STRICT
    }

    private final RouteReader routes;
    private final Mode[] modes;
    private final PathTable paths;

    /**
     * A check of ports by index.
     *
     * @param paths where a host's discovered router stands (RFC 1256), which leads wherever no route does; or null
     */
    public ReversePathCheck(RouteReader routes, List<Mode> modes, PathTable paths) {
        this.routes = routes;
        this.paths = paths;
        this.modes = modes.toArray(Mode[]::new);
    }

    @Override
    public boolean admits(int port, int source) {
        Mode mode = modes[port];
        if (mode == Mode.OFF) {
            return true;
        }
        routes.quiesce();
        Paths ways = routes.find(source);
        routes.away();
        if (ways == null) {
            return isBehindRouter(port, mode);
        }
        boolean forwards = ways.get(0).kind() == NextHop.Kind.FORWARD;
        return forwards && (mode == Mode.LOOSE || ways.leadsTo(port));
    }

    private boolean isBehindRouter(int port, Mode mode) {
        long router = paths == null ? PathTable.NOTHING : paths.defaultRouter();
        return router != PathTable.NOTHING && (mode == Mode.LOOSE || PathTable.port(router) == port);
    }
}

package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The abstract model of membership: what the sockets of the hosts want, and what follows for a LAN. Sets and unions, no
 * timers and no messages.
 */
final class Members {
    private final Plan plan;
    private final List<Map<Integer, Wish>> hosts = new ArrayList<>();

    /**
     * One socket.
     *
     * @param handle the engine's
     */
    record Wish(int handle, int group, Filter filter) {}

    Members(Plan plan) {
        this.plan = plan;
        plan.hostVersions().forEach(version -> hosts.add(new HashMap<>()));
    }

    /** The wish that was in its place, or null. */
    Wish put(int host, int socket, Wish wish) {
        return hosts.get(host).put(socket, wish);
    }

    Wish remove(int host, int socket) {
        return hosts.get(host).remove(socket);
    }

    /** The host is gone, and all its sockets. */
    void clear(int host) {
        hosts.get(host).clear();
    }

    boolean isMember(int host, int group) {
        return hosts.get(host).values().stream().anyMatch(wish -> wish.group() == group);
    }

    /** Whether an application of the host wants it. */
    boolean wants(int host, int group, int source) {
        return hosts.get(host).values().stream()
                .anyMatch(wish -> wish.group() == group && wish.filter().wants(source));
    }

    /** What routers can know: versions below 3 have no sources, and have no say about source-specific groups. */
    boolean asks(int host, int group, int source) {
        if (plan.spoken(host) == 3) {
            return wants(host, group, source);
        }
        return group != Plan.SSM_GROUP && isMember(host, group);
    }

    /** Whether anybody on the routers' LAN asks for it, the proxy for those behind it. */
    boolean isAsked(int group, int source) {
        return isAsked(0, group, source);
    }

    /** Whether anybody behind the proxy asks for it. */
    boolean isAskedBehind(int group, int source) {
        return isAsked(plan.direct(), group, source);
    }

    private boolean isAsked(int first, int group, int source) {
        for (int host = first; host < hosts.size(); host++) {
            if (asks(host, group, source)) {
                return true;
            }
        }
        return false;
    }
}

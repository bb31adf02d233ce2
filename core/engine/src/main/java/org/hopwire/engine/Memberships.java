package org.hopwire.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongFunction;

import org.hopwire.igmp.IgmpEvent;
import org.hopwire.igmp.IgmpHandler;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.ip.neighbor.NeighbourSnapshot;
import org.hopwire.ip.path.PathSnapshot;
import org.hopwire.pipeline.ControlAgent;

/** The application's side of what the control agent keeps: everything crosses to it as a command. */
final class Memberships {
    private static final int[] NO_SOURCES = {};
    private static final long PATIENCE_SECONDS = 5;

    private final EngineParts parts;
    private final AtomicInteger handles = new AtomicInteger(IgmpHandler.CONFIGURED);
    private final Map<Integer, Place> joined = new ConcurrentHashMap<>();

    private record Place(int port, int group) {}

    Memberships(EngineParts parts) {
        this.parts = parts;
    }

    int join(String port, String group, FilterMode mode, List<String> sources) {
        FixedGroup wanted = new FixedGroup(group, mode, sources);
        int index = indexOf(port);
        if (parts.config.igmp().link(port).role() == IgmpRole.OFF) {
            throw new IllegalArgumentException("join port: \"" + port + "\" has no membership role");
        }
        if (wanted.mode() == FilterMode.EXCLUDE && parts.config.igmp().link(port).isSsm(wanted.groupValue())) {
            throw new IllegalArgumentException("join mode: group " + group
                    + " is source-specific and takes INCLUDE with a list of sources (RFC 4604)");
        }
        int handle = handles.incrementAndGet();
        joined.put(handle, new Place(index, wanted.groupValue()));
        submit(turn -> parts.multicast.membership.join(index, handle, wanted.groupValue(), wanted.mode(),
                wanted.sourceValues(), turn));
        return handle;
    }

    void leave(int handle) {
        Place place = joined.remove(handle);
        if (place != null) {
            submit(turn -> parts.multicast.membership.join(place.port(), handle, place.group(), FilterMode.INCLUDE,
                    NO_SOURCES, turn));
        }
    }

    void linkChanged(String port, boolean isUp) {
        if (parts.neighbours == null) {
            requireRole();
        }
        int index = parts.tables.indexOf(port, "port");
        submit(turn -> {
            if (parts.neighbours != null) {
                parts.neighbours.linkChanged(index, isUp, turn);
            }
            if (parts.multicast != null) {
                parts.multicast.membership.linkChanged(index, isUp, turn);
            }
        });
    }

    void topologyChanged(int vlan) {
        requireRole();
        submit(turn -> parts.multicast.membership.topologyChanged(vlan, turn));
    }

    private int indexOf(String port) {
        requireRole();
        return parts.tables.indexOf(port, "port");
    }

    private void requireRole() {
        if (parts.multicast == null) {
            throw new IllegalStateException("igmp role: no port has one");
        }
    }

    private void submit(ControlAgent.Command command) {
        if (!parts.control.submit(command)) {
            throw new IllegalStateException("control agent: too many requests are waiting");
        }
    }

    int pollEvents(Consumer<? super IgmpEvent> consumer) {
        return parts.multicast == null ? 0 : parts.multicast.events.poll(slot -> consumer.accept(slot.event()));
    }

    MembershipSnapshot snapshot(boolean onThreads) {
        if (parts.multicast == null) {
            return MembershipSnapshot.EMPTY;
        }
        return look(parts.multicast.membership::snapshot, onThreads);
    }

    List<NeighbourSnapshot> neighbours(boolean onThreads) {
        return parts.neighbours == null ? List.of() : look(parts.neighbours::snapshot, onThreads);
    }

    List<PathSnapshot> paths(boolean onThreads) {
        return parts.paths == null ? List.of() : look(parts.paths.learner::snapshot, onThreads);
    }

    /** What the control agent sees at its time; the caller is that agent where it has no thread of its own. */
    private <T> T look(LongFunction<T> view, boolean onThreads) {
        return onThreads ? await(view) : view.apply(parts.nanoClock.nowNs());
    }

    private <T> T await(LongFunction<T> view) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        submit(turn -> answer.complete(view.apply(turn.nowNs())));
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the control agent", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("control agent did not answer in " + PATIENCE_SECONDS + " s", e);
        }
    }
}

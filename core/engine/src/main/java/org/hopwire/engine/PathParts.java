package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.icmp.IcmpHandlers;
import org.hopwire.icmp.ReceivedError;
import org.hopwire.ip.neighbor.NeighbourTable;
import org.hopwire.ip.path.DefaultRouters;
import org.hopwire.ip.path.PathConfig;
import org.hopwire.ip.path.PathCounter;
import org.hopwire.ip.path.PathLearner;
import org.hopwire.ip.path.PathTable;
import org.hopwire.ip.path.SentRecord;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpCodes;
import org.hopwire.wire.IcmpType;

/** What is learned of ways to destinations, put together: ICMP tells, the learner keeps, workers read. */
final class PathParts implements IcmpHandlers.Advice {
    final PathTable table;
    final PathLearner learner;
    final CounterSet<PathCounter> counters;
    private final EngineTables tables;
    private final DefaultRouters routers;
    /** What each worker has sent; all are here before the first of them runs. */
    private final List<SentRecord> sent = new ArrayList<>();

    PathParts(EngineConfig config, EngineTables tables, CounterRegistry registry, RandomGenerator random) {
        PathConfig path = config.ip().path();
        this.tables = tables;
        counters = registry.register(PathCounter.class, EngineParts.CONTROL + ".paths", PathCounter.TYPE_ID);
        table = new PathTable(path.maxEntries(), random.nextLong());
        learner = new PathLearner(path, config.goesByRedirects(), tables.interfaces, this::firstHop, table, counters,
                random);
        routers = config.looksForRouters()
                ? new DefaultRouters(tables.interfaces, table, counters, random,
                        (port, address) -> tables.neighbours.peek(port, address) == NeighbourTable.FAILED)
                : null;
    }

    private long firstHop(int destination) {
        long hop = tables.firstHop(destination);
        long router = hop < 0 && tables.hasNoRoute(destination) ? table.defaultRouter() : PathTable.NOTHING;
        return router == PathTable.NOTHING
                ? hop
                : (long) PathTable.port(router) << Integer.SIZE | (PathTable.gateway(router) & 0xFFFF_FFFFL);
    }

    /** On the control agent's thread: what was discovered on a link goes with it. */
    void linkChanged(int port, boolean isUp, Turn turn) {
        if (routers != null) {
            routers.linkChanged(port, isUp, turn);
        }
    }

    List<ControlHandler> control() {
        return routers == null ? List.of(learner) : List.of(learner, routers);
    }

    /** Where another worker keeps what it sends. */
    SentRecord newRecord() {
        SentRecord made = new SentRecord();
        sent.add(made);
        return made;
    }

    @Override
    public boolean isOfUse(ReceivedError error) {
        return teaches(error) && wasSent(error);
    }

    private boolean teaches(ReceivedError error) {
        boolean isTooLong = error.type() == IcmpType.DESTINATION_UNREACHABLE.number()
                && error.code() == IcmpCodes.FRAGMENTATION_NEEDED;
        return isTooLong
                ? learner.learnsMtu()
                : error.type() == IcmpType.REDIRECT.number() && learner.goesByRedirects();
    }

    private boolean wasSent(ReceivedError error) {
        long data = error.quotedData();
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).has(error.quotedDestination(), error.quotedProtocol(), error.quotedDontFragment(),
                    error.quotedTotalLength(), data)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onFragmentationNeeded(ReceivedError error, long nowNs) {
        learner.fragmentationNeeded(new PathLearner.Quote(error.quotedDestination(), error.quotedTotalLength(),
                error.quotedHeaderLength(), error.quotedDontFragment()), error.nextHopMtu(), nowNs);
    }

    @Override
    public void onRedirect(ReceivedError error, long nowNs) {
        learner.redirected(error.inPort(), error.reporter(), error.quotedDestination(), error.gateway(), nowNs);
    }

    @Override
    public boolean wantsAdvertisements() {
        return routers != null;
    }
}

package org.hopwire.igmp.router;

import java.util.Objects;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.AddressFamily;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.core.QuerySink;
import org.hopwire.igmp.core.TimerOwner;
import org.hopwire.igmp.router.LimitWatch.Pacer;

/**
 * Who queries a link, and with which timers (RFC 9776 sections 6.6.2 and 7.3.1): the lowest address among those heard
 * and our own, unless querying is off here. Every command may be given in every state; one that changes nothing does
 * nothing.
 */
public final class Querier implements TimerOwner {
    private static final int KIND_QUERY = 0;
    private static final int KIND_OTHER = 1;
    private static final int KIND_TAKEOVER = 2;
    private static final int KIND_EVENT = 3;
    private static final int EVENTS_PER_SECOND = 1;
    private static final int EVENT_BURST = 8;

    private final int link;
    private final AddressFamily family;
    private final MachineTimers.Own timers;
    private final MembershipEvents events;
    private final CounterSet<RouterCounter> counters;
    private final QuerySink sink;
    private final Pacer changeEvents = new Pacer(EVENTS_PER_SECOND, EVENT_BURST);
    private final Pacer warnings = new Pacer(EVENTS_PER_SECOND, EVENT_BURST);
    private final LearnedTimers heard;
    private final LearnedTimers learned;

    private RouterConfig config;
    private Pacer trains;
    private int ownAddress;
    private boolean started;
    private boolean linkUp;
    private boolean designated;
    private boolean querying;
    private int startupLeft;
    private long begunNs;
    private long lastQueryNs;
    private long queryTimer;

    // the other querier; unspecified while there is none
    private int other;
    private int otherVersion;
    private long otherUntilNs;
    private long presentUntilNs;
    private long otherTimer;
    private long otherArmedNs;

    // a lower address that waits until our last-member queries are done
    private final LearnedTimers claimed;
    private int claimant;
    private long guardUntilNs;
    private boolean guarded;
    private long takeoverTimer;

    private int toldQuerier;
    private boolean toldOurselves;
    private long eventTimer;

    /**
     * A querier that is not started, on a link that is up.
     *
     * @param ownAddress what queries are sent from; unspecified gives way to any address
     */
    public Querier(int link, int ownAddress, RouterConfig config, RouterParts parts, QuerySink sink) {
        this.link = link;
        this.ownAddress = ownAddress;
        this.config = Objects.requireNonNull(config, "config");
        this.trains = trainPacer(config);
        this.family = parts.family();
        this.events = parts.events();
        this.counters = parts.counters();
        this.timers = parts.timers().register(this);
        this.sink = Objects.requireNonNull(sink, "sink");
        this.heard = new LearnedTimers(config.timers());
        this.learned = new LearnedTimers(config.timers());
        this.claimed = new LearnedTimers(config.timers());
        this.other = family.unspecified();
        this.toldQuerier = family.unspecified();
        this.linkUp = true;
    }

    /** Whether this link is alive: started and up. */
    public boolean isActive() {
        return started && linkUp;
    }

    /** Whether we query. */
    public boolean isQuerier() {
        return querying;
    }

    /** Address of the querier, ours or another's; unspecified where none is known. */
    public int querier() {
        return querying ? ownAddress : other;
    }

    /** What is in force: ours, or with what the querier announces (RFC 9776 sections 4.1.6 and 4.1.7). */
    public ProtocolTimers timers() {
        return querying || !isActive() ? config.timers() : learned.timers();
    }

    /** Nanoseconds until the other querier is given up; 0 where there is none. */
    public long otherQuerierRemainingNs(long nowNs) {
        return querying || other == family.unspecified() ? 0 : Math.max(0, presentUntilNs - nowNs);
    }

    /** Whether another queries, in the version configured here: its queries may be repeated (RFC 4541 2.1.1 (4)). */
    public boolean followsOwnVersion() {
        return isActive() && !querying && other != family.unspecified() && otherVersion == config.version();
    }

    /** The configuration in force. */
    public RouterConfig config() {
        return config;
    }

    /** Begins: start-up queries if we may query. */
    public void start(long nowNs) {
        if (!started) {
            started = true;
            beginIfActive(nowNs);
        }
    }

    /** Ends; nothing is sent any more, what was learned is forgotten. */
    public void stop(long nowNs) {
        boolean wasActive = isActive();
        started = false;
        endIf(wasActive, nowNs);
    }

    /** The link has come up: start-up queries. */
    public void linkUp(long nowNs) {
        if (!linkUp) {
            linkUp = true;
            beginIfActive(nowNs);
        }
    }

    /** The link has gone down: all that was learned on it is forgotten (R-QUER-03). */
    public void linkDown(long nowNs) {
        boolean wasActive = isActive();
        linkUp = false;
        endIf(wasActive, nowNs);
    }

    /** Whether the routing protocol has chosen us; decides who queries in version 1, and nothing else. */
    public void setDesignated(boolean isDesignated, long nowNs) {
        if (designated != isDesignated) {
            boolean could = canQuery();
            designated = isDesignated;
            if (isActive() && could != canQuery()) {
                begin(nowNs);
            }
        }
    }

    /** Sends start-up queries once more if we are the querier: after a change of the topology (RFC 4541 2.1.1). */
    public void startupQueries(long nowNs) {
        if (querying) {
            startupLeft = config.timers().startupQueryCount();
            query(nowNs);
        }
    }

    /** Changes the address of our queries and decides anew where that matters. */
    public void ownAddress(int address, long nowNs) {
        if (address == ownAddress) {
            return;
        }
        ownAddress = address;
        if (querying) {
            announce(nowNs);
        } else if (isActive() && canQuery() && !wins(other)) {
            begin(nowNs);
        }
    }

    /** Puts another configuration in force. A timer whose interval is the same goes on as if nothing had happened. */
    public void reconfigure(RouterConfig newConfig, long nowNs) {
        RouterConfig old = config;
        boolean could = canQuery();
        config = Objects.requireNonNull(newConfig, "config");
        if (old.limits().queriesPerSecond() != config.limits().queriesPerSecond()) {
            trains = trainPacer(config);
        }
        heard.configured(newConfig.timers());
        learned.configured(newConfig.timers());
        claimed.configured(newConfig.timers());
        if (!isActive()) {
            return;
        }
        if (could != canQuery() || old.version() != newConfig.version()) {
            begin(nowNs);
        } else if (querying && intervalNs(old.timers()) != intervalNs(newConfig.timers())) {
            armQuery(nowNs);
        }
    }

    /**
     * A query was heard, and its datagram found worth believing.
     *
     * @param isGeneral whether it asks for all groups
     * @param version 1 to 3
     * @param qrv Querier's Robustness Variable; 0, or above 7, where it says none
     * @param qqicNs Querier's Query Interval; 0 where it says none
     * @param maxRespNs what hosts are given to answer
     * @return whether the query counts, and its group may be handed to {@link GroupTable#onQuery}
     */
    public boolean onQuery(int source, boolean isGeneral, int version, int qrv, long qqicNs, long maxRespNs,
            long nowNs) {
        RouterCounter refused = refusal(source);
        if (refused != null) {
            refuse(refused, source, nowNs);
            return false;
        }
        if (version != config.version()) {
            warn(source, version, nowNs);
        }
        if (!canQuery() || (config.version() > 1 && wins(source))) {
            otherVersion = version;
            heard.learn(Math.min(version, config.version()), qrv, qqicNs, isGeneral ? maxRespNs : 0);
            hear(source, nowNs);
        }
        return true;
    }

    private RouterCounter refusal(int source) {
        if (!isActive()) {
            return RouterCounter.QUERY_WHILE_DOWN;
        }
        if (source == family.unspecified()) {
            return RouterCounter.QUERY_UNSPECIFIED_SOURCE;
        }
        if (source == ownAddress) {
            return RouterCounter.QUERY_OWN_ADDRESS;
        }
        return config.allowedQueriers().test(source) ? null : RouterCounter.QUERIER_NOT_ALLOWED;
    }

    private void refuse(RouterCounter refused, int source, long nowNs) {
        counters.increment(refused);
        if (refused == RouterCounter.QUERY_OWN_ADDRESS && warnings.allows(nowNs)) {
            events.duplicateQuerier(link, source, nowNs);
        }
    }

    private void warn(int source, int version, long nowNs) {
        counters.increment(version < config.version() ? RouterCounter.OLDER_QUERIER : RouterCounter.NEWER_QUERIER);
        if (warnings.allows(nowNs)) {
            events.querierVersion(link, source, version, nowNs);
        }
    }

    private boolean wins(int address) {
        return address != family.unspecified()
                && (ownAddress == family.unspecified() || family.compare(address, ownAddress) < 0);
    }

    private boolean canQuery() {
        return config.querier() && (config.version() > 1 || designated);
    }

    /** Someone who may query instead of us has done so. */
    private void hear(int source, long nowNs) {
        if (querying && guarded && guardUntilNs - nowNs > 0) {
            defer(source);
        } else {
            follow(source, heard, nowNs);
        }
    }

    // trains that begin while someone waits do not make the wait longer: the timer is armed once
    private void defer(int source) {
        counters.increment(RouterCounter.TAKEOVER_DEFERRED);
        if (takeoverTimer == MachineTimers.NONE) {
            claimant = source;
            takeoverTimer = timers.arm(guardUntilNs, KIND_TAKEOVER, 0);
        }
        if (family.compare(source, claimant) <= 0) {
            claimant = source;
            claimed.copy(heard);
        }
    }

    private void follow(int source, LearnedTimers values, long nowNs) {
        boolean leads = querying || other == family.unspecified() || family.compare(source, other) <= 0
                || presentUntilNs - nowNs <= 0;
        if (leads) {
            learned.copy(values);
            other = source;
            presentUntilNs = nowNs + learned.timers().otherQuerierPresentIntervalNs();
        }
        querying = false;
        cancelOwnQueries();
        otherUntilNs = nowNs + learned.timers().otherQuerierPresentIntervalNs();
        armOther();
        announce(nowNs);
    }

    // a refresh leaves the timer alone, unless the new querier announces a shorter interval than the old one
    private void armOther() {
        if (otherTimer == MachineTimers.NONE || otherArmedNs - otherUntilNs > 0) {
            timers.cancel(otherTimer);
            otherTimer = timers.arm(otherUntilNs, KIND_OTHER, 0);
            otherArmedNs = otherUntilNs;
        }
    }

    private void beginIfActive(long nowNs) {
        if (isActive()) {
            begin(nowNs);
        }
    }

    private void begin(long nowNs) {
        forget();
        begunNs = nowNs;
        if (canQuery()) {
            querying = true;
            startupLeft = config.timers().startupQueryCount();
            announce(nowNs);
            query(nowNs);
        } else {
            announce(nowNs);
        }
    }

    private void endIf(boolean wasActive, long nowNs) {
        if (wasActive && !isActive()) {
            forget();
            announce(nowNs);
        }
    }

    private void forget() {
        querying = false;
        cancelOwnQueries();
        timers.cancel(otherTimer);
        otherTimer = MachineTimers.NONE;
        other = family.unspecified();
        learned.forget();
        guarded = false;
    }

    private void cancelOwnQueries() {
        timers.cancel(queryTimer);
        timers.cancel(takeoverTimer);
        queryTimer = MachineTimers.NONE;
        takeoverTimer = MachineTimers.NONE;
    }

    private void query(long nowNs) {
        counters.increment(RouterCounter.GENERAL_QUERY_SENT);
        sink.general(config.timers());
        lastQueryNs = nowNs;
        startupLeft = Math.max(0, startupLeft - 1);
        armQuery(nowNs);
    }

    private void armQuery(long nowNs) {
        timers.cancel(queryTimer);
        long dueNs = lastQueryNs + intervalNs(config.timers());
        queryTimer = timers.arm(dueNs - nowNs > 0 ? dueNs : nowNs, KIND_QUERY, 0);
    }

    private long intervalNs(ProtocolTimers of) {
        return startupLeft > 0 ? of.startupQueryIntervalNs() : of.queryIntervalNs();
    }

    @Override
    public void onTimer(int kind, int slot, long deadlineNs, long nowNs) {
        switch (kind) {
            case KIND_QUERY -> {
                queryTimer = MachineTimers.NONE;
                query(nowNs);
            }
            case KIND_OTHER -> {
                otherTimer = MachineTimers.NONE;
                onOtherTimer(nowNs);
            }
            case KIND_TAKEOVER -> {
                takeoverTimer = MachineTimers.NONE;
                follow(claimant, claimed, nowNs);
            }
            default -> {
                eventTimer = MachineTimers.NONE;
                announce(nowNs);
            }
        }
    }

    private void onOtherTimer(long nowNs) {
        if (otherUntilNs - nowNs > 0) {
            armOther();
        } else {
            resume(nowNs);
        }
    }

    // one general query, then the usual interval: the link has been queried all the time, so no start-up
    private void resume(long nowNs) {
        other = family.unspecified();
        learned.forget();
        querying = canQuery();
        announce(nowNs);
        if (querying) {
            startupLeft = 0;
            query(nowNs);
        }
    }

    private void announce(long nowNs) {
        int now = querier();
        if (now == toldQuerier && querying == toldOurselves) {
            return;
        }
        if (changeEvents.allows(nowNs)) {
            toldQuerier = now;
            toldOurselves = querying;
            events.querierChanged(link, now, querying, nowNs);
        } else if (eventTimer == MachineTimers.NONE) {
            eventTimer = timers.arm(changeEvents.turnNs(nowNs), KIND_EVENT, 0);
        }
    }

    private static Pacer trainPacer(RouterConfig config) {
        int perSecond = config.limits().queriesPerSecond();
        return new Pacer(perSecond, perSecond);
    }

    /** Paces the last-member query trains of all tables of this link. */
    Pacer pacer() {
        return trains;
    }

    /** A group's last-member queries run until then; no other querier takes over before. */
    void lastMemberQueriesUntil(long untilNs) {
        if (!guarded || untilNs - guardUntilNs > 0) {
            guarded = true;
            guardUntilNs = untilNs;
        }
    }

    /** Whether all members must have reported since the link came up: the start-up queries have been answered. */
    boolean hasHeardAll(long nowNs) {
        ProtocolTimers own = config.timers();
        long answeredNs = own.startupQueryCount() * own.startupQueryIntervalNs() + own.queryResponseIntervalNs();
        return isActive() && nowNs - begunNs > answeredNs;
    }
}

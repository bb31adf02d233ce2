package org.hopwire.igmp.router;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.Ipv4Family;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.core.QuerySink;
import org.hopwire.packet.ControlTimers;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.igmp.RecordType;

/** A querier and a table on one attachment, in virtual time, with everything they say written down. */
final class RouterRig implements MembershipEvents {
    static final long SECOND = ProtocolTimers.SECOND_NS;
    static final int OWN = Ipv4Address.parse("10.0.0.1");
    static final int GROUP = Ipv4Address.parse("239.1.2.3");
    static final int SSM_GROUP = Ipv4Address.parse("232.1.2.3");
    static final int HOST_A = Ipv4Address.parse("10.0.0.11");
    static final int HOST_B = Ipv4Address.parse("10.0.0.12");
    static final int[] NO_SOURCES = {};
    static final long GMI = ProtocolTimers.rfc9776().groupMembershipIntervalNs();
    static final long LMQT = ProtocolTimers.rfc9776().lastMemberQueryTimeNs();

    final TimerWheel wheel;
    final MachineTimers machineTimers;
    final CounterSet<RouterCounter> counters = new CounterRegistry(200).register(RouterCounter.class, "test",
            RouterParts.TYPE_ID_ROUTER);
    final EntryBudget budget;
    final RouterParts parts;
    final Querier querier;
    final GroupTable table;
    /** Queries, as "GENERAL", "Q(G)", "Q(G,[1, 2])", with " S" for a suppressed one. */
    final List<String> queries = new ArrayList<>();
    /** Events other than watermarks and limits. */
    final List<String> events = new ArrayList<>();
    /** What the forwarding plane was told last of each group: "EXCLUDE[...]"; groups that are gone are missing. */
    final Map<Integer, String> forwarding = new TreeMap<>();
    int updates;
    long now;

    RouterRig() {
        this(RouterConfig.defaults());
    }

    RouterRig(RouterConfig config) {
        this(config, 1_000_000, TimerWheel.MAX_TIMERS);
    }

    RouterRig(RouterConfig config, int total, int maxTimers) {
        this(config, total, maxTimers, 1_000 * SECOND);
    }

    RouterRig(RouterConfig config, int total, int maxTimers, long startNs) {
        now = startNs;
        wheel = new TimerWheel(now, maxTimers);
        machineTimers = new MachineTimers(new ControlTimers(wheel, 0));
        budget = new EntryBudget(total);
        parts = new RouterParts(Ipv4Family.INSTANCE, machineTimers, this, counters, budget, new SplittableRandom(3));
        querier = new Querier(5, OWN, config, parts, new Sink());
        table = new GroupTable(7, config, parts, querier, this::update, new Sink());
    }

    static RouterConfig fast(boolean separated) {
        return RouterConfig.defaults().withTracking(new RouterConfig.Tracking(true, true, separated));
    }

    /** Started, start-up queries over, 100 s later. */
    RouterRig ready() {
        querier.start(now);
        advance(100 * SECOND);
        queries.clear();
        events.clear();
        return this;
    }

    private void update(int attachment, int group, FilterMode mode, int[] sources, int count) {
        int[] sorted = Arrays.copyOf(sources, count);
        Arrays.sort(sorted);
        String told = mode + Arrays.toString(sorted);
        updates++;
        String previous = told.equals("INCLUDE[]") ? forwarding.remove(group) : forwarding.put(group, told);
        if (attachment != 7 || told.equals(previous) || (told.equals("INCLUDE[]") && previous == null)) {
            throw new AssertionError("told without a change: " + Ipv4Address.format(group) + " " + told);
        }
    }

    void advance(long ns) {
        advanceTo(now + ns);
    }

    void advanceTo(long endNs) {
        while (wheel.nextDeadlineNs() != TimerWheel.NEVER && wheel.nextDeadlineNs() - endNs <= 0) {
            long next = wheel.nextDeadlineNs();
            now = next - now > 0 ? next : now;
            while (wheel.poll(now, (kind, payload, deadline, at) -> machineTimers.expire(payload, deadline, at),
                    64) > 0) {
                // all that is due
            }
        }
        now = endNs;
    }

    RouterRig record(RecordType type, int group, int host, int... sources) {
        table.onRecord(type, group, sources, sources.length, host, mac(host), now);
        return this;
    }

    RouterRig v2(int group, int host) {
        table.onOldReport(2, group, host, mac(host), now);
        return this;
    }

    RouterRig v1(int group, int host) {
        table.onOldReport(1, group, host, mac(host), now);
        return this;
    }

    RouterRig leave(int group, int host) {
        table.onLeave(group, host, mac(host), now);
        return this;
    }

    static long mac(int host) {
        return 0x0200_0000_0000L | (host & 0xFFFF_FFFFL);
    }

    /** Queries since the last call, general ones left out. */
    List<String> asked() {
        List<String> asked = new ArrayList<>(queries);
        asked.removeIf("GENERAL"::equals);
        queries.clear();
        return asked;
    }

    long count(RouterCounter row) {
        return counters.get(row);
    }

    /** State of a group as "EXCLUDE 260.0 [1=260.0, 2=0.0] v3" in seconds remaining, or "-". */
    String state(int group) {
        StringBuilder text = new StringBuilder();
        TreeSet<String> sources = new TreeSet<>();
        table.forEach(new GroupVisitor() {
            private boolean match;

            @Override
            public void group(int each, FilterMode mode, int version, long remainingNs, boolean isStatic) {
                match = each == group;
                if (match) {
                    text.append(mode).append(mode == FilterMode.EXCLUDE ? " " + seconds(remainingNs) : "").append(" v")
                            .append(version).append(isStatic ? " static" : "");
                }
            }

            @Override
            public void source(int source, boolean forwarded, long remainingNs, boolean isStatic) {
                if (match) {
                    sources.add(Ipv4Address.format(source) + (isStatic
                            ? "*"
                            : forwarded
                                    ? "=" + seconds(remainingNs)
                                    : "!"));
                }
            }
        }, now);
        return text.isEmpty() ? "-" : text + " " + sources;
    }

    static String seconds(long ns) {
        return ns == GroupVisitor.FOREVER ? "ever" : String.valueOf(ns / (double) SECOND);
    }

    /** Groups, sources and memberships counted by visiting. */
    int[] recount() {
        int[] counts = new int[3];
        table.forEach(new GroupVisitor() {
            @Override
            public void group(int group, FilterMode mode, int version, long remainingNs, boolean isStatic) {
                counts[0]++;
            }

            @Override
            public void source(int source, boolean forwarded, long remainingNs, boolean isStatic) {
                counts[1]++;
            }

            @Override
            public void host(int address, long mac, FilterMode mode, int version, long remainingNs) {
                counts[2]++;
            }
        }, now);
        return counts;
    }

    @Override
    public void joined(int attachment, int group, int reporter, long nowNs) {
        events.add("joined " + Ipv4Address.format(group));
    }

    @Override
    public void left(int attachment, int group, long nowNs) {
        events.add("left " + Ipv4Address.format(group));
    }

    @Override
    public void querierChanged(int link, int address, boolean ourselves, long nowNs) {
        events.add("querier " + Ipv4Address.format(address) + (ourselves ? " ourselves" : ""));
    }

    @Override
    public void limitReached(int attachment, Limit limit, int group, long nowNs) {
        events.add("limit " + limit);
    }

    @Override
    public void watermark(int attachment, Limit limit, int percent, boolean above, long nowNs) {
        events.add("watermark " + percent + (above ? " above" : " below"));
    }

    @Override
    public void duplicateQuerier(int link, int address, long nowNs) {
        events.add("duplicate " + Ipv4Address.format(address));
    }

    @Override
    public void querierVersion(int link, int address, int version, long nowNs) {
        events.add("version " + version);
    }

    private final class Sink implements QuerySink {
        @Override
        public void general(ProtocolTimers timers) {
            queries.add("GENERAL");
        }

        @Override
        public void group(int group, boolean suppress, ProtocolTimers timers) {
            queries.add("Q(G)" + (suppress ? " S" : ""));
        }

        @Override
        public void sources(int group, int[] sources, int count, boolean suppress, ProtocolTimers timers) {
            int[] sorted = Arrays.copyOf(sources, count);
            Arrays.sort(sorted);
            queries.add("Q(G," + Arrays.toString(sorted) + ")" + (suppress ? " S" : ""));
        }
    }
}

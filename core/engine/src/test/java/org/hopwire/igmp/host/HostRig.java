package org.hopwire.igmp.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.Ipv4Family;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.ReportSink;
import org.hopwire.packet.ControlTimers;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.igmp.RecordType;

/** A host interface in virtual time, and everything it sends. */
final class HostRig implements ReportSink, MembershipEvents {
    static final long MS = 1_000_000;
    static final long S = 1_000 * MS;
    static final int G = Ipv4Address.parse("239.1.1.1");
    static final int G2 = Ipv4Address.parse("239.1.1.2");
    /** Three sources whose keys are out of order as signed numbers. */
    static final int[] SOURCES = {Ipv4Address.parse("10.0.0.1"), Ipv4Address.parse("192.0.2.2"),
        Ipv4Address.parse("172.16.0.3")};
    static final int OTHER_SOURCE = Ipv4Address.parse("10.9.9.9");
    static final int SHAPES = 16;

    /** One message, or a record of one. */
    record Sent(long atNs, String kind, int group, List<Integer> sources) {
        boolean is(RecordType type) {
            return kind.equals(type.name());
        }

        @Override
        public String toString() {
            return kind + ' ' + Ipv4Address.format(group) + sources.stream().map(Ipv4Address::format).toList();
        }
    }

    final TimerWheel wheel;
    final MachineTimers timers;
    final CounterSet<HostCounter> counters;
    final HostInterface host;
    final List<Sent> sent = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    private final List<Sent> gathered = new ArrayList<>();
    int messages;
    long nowNs;

    HostRig() {
        this(HostConfig.RFC9776, 1);
    }

    HostRig(HostConfig config, long seed) {
        this(config, seed, TimerWheel.MAX_TIMERS);
    }

    HostRig(HostConfig config, long seed, int maxTimers) {
        this(config, seed, maxTimers, newCounters());
    }

    HostRig(HostConfig config, long seed, int maxTimers, CounterSet<HostCounter> counters) {
        wheel = new TimerWheel(0, maxTimers);
        timers = new MachineTimers(new ControlTimers(wheel, 0));
        this.counters = counters;
        host = new HostInterface(7, config,
                new HostServices(Ipv4Family.INSTANCE, timers, this, new SplittableRandom(seed), this, counters));
    }

    static CounterSet<HostCounter> newCounters() {
        return new CounterRegistry(HostCounter.values().length).register(HostCounter.class, "host",
                HostCounter.TYPE_ID);
    }

    static HostConfig version(int newest, int oldest) {
        return HostConfig.RFC9776.with(new HostVersions(newest, oldest));
    }

    // shapes: bit 3 is EXCLUDE, bits 0 to 2 are the sources
    static FilterMode mode(int shape) {
        return (shape & 8) == 0 ? FilterMode.INCLUDE : FilterMode.EXCLUDE;
    }

    static int[] list(int shape) {
        return IntStream.range(0, 3).filter(i -> (shape >> i & 1) != 0).map(i -> SOURCES[i]).toArray();
    }

    /** Whether a shape lets source number {@code i} through; 3 is any source without a number. */
    static boolean passes(int shape, int i) {
        boolean listed = i < 3 && (shape >> i & 1) != 0;
        return listed != ((shape & 8) != 0);
    }

    JoinResult set(int handle, int shape) {
        return host.set(handle, G, mode(shape), list(shape), Integer.bitCount(shape & 7), nowNs);
    }

    void general(long maxRespNs) {
        host.onQuery(0, new int[0], 0, maxRespNs, 2, 125 * S, nowNs);
    }

    void group(int group, long maxRespNs) {
        sources(group, maxRespNs);
    }

    void sources(int group, long maxRespNs, int... sources) {
        host.onQuery(group, sources, sources.length, maxRespNs, 2, 125 * S, nowNs);
    }

    /** Lets time pass, each timer expiring exactly when it is due. */
    void run(long forNs) {
        long untilNs = nowNs + forNs;
        while (wheel.nextDeadlineNs() != TimerWheel.NEVER && wheel.nextDeadlineNs() <= untilNs) {
            nowNs = Math.max(nowNs, wheel.nextDeadlineNs());
            poll();
        }
        nowNs = untilNs;
    }

    int poll() {
        return wheel.poll(nowNs, (kind, payload, deadlineNs, atNs) -> timers.expire(payload, deadlineNs, atNs), 64);
    }

    List<Sent> take() {
        List<Sent> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    List<String> takeTexts() {
        return take().stream().map(Sent::toString).toList();
    }

    static List<Integer> sorted(int[] sources, int count) {
        return Arrays.stream(sources, 0, count).boxed().sorted(Integer::compareUnsigned).collect(Collectors.toList());
    }

    /** The group's merged state as shape and, if it is no member, 0. */
    int shape(int group) {
        int[] found = {0};
        host.forEach((each, mode, sources, count, requests, reportNs) -> {
            if (each == group) {
                found[0] = (mode == FilterMode.EXCLUDE ? 8 : 0) | bits(sources, count);
            }
        });
        return found[0];
    }

    static int bits(int[] sources, int count) {
        int bits = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < 3; j++) {
                bits |= sources[i] == SOURCES[j] ? 1 << j : 0;
            }
        }
        return bits;
    }

    long count(HostCounter row) {
        return counters.get(row);
    }

    @Override
    public void reportV1(int group) {
        sent.add(new Sent(nowNs, "V1", group, List.of()));
        messages++;
    }

    @Override
    public void reportV2(int group) {
        sent.add(new Sent(nowNs, "V2", group, List.of()));
        messages++;
    }

    @Override
    public void leaveV2(int group) {
        sent.add(new Sent(nowNs, "LEAVE", group, List.of()));
        messages++;
    }

    @Override
    public void record(RecordType type, int group, int[] sources, int count) {
        gathered.add(new Sent(nowNs, type.name(), group, sorted(sources, count)));
    }

    @Override
    public void flush() {
        messages += gathered.isEmpty() ? 0 : 1;
        sent.addAll(gathered);
        gathered.clear();
    }

    @Override
    public void joined(int attachment, int group, int reporter, long atNs) {
        events.add("joined " + attachment + ' ' + Ipv4Address.format(group));
    }

    @Override
    public void left(int attachment, int group, long atNs) {
        events.add("left " + attachment + ' ' + Ipv4Address.format(group));
    }

    @Override
    public void limitReached(int attachment, Limit limit, int group, long atNs) {
        events.add("limit " + limit);
    }
}

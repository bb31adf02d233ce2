package org.hopwire.igmp;

import java.util.random.RandomGenerator;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.core.TimerOwner;
import org.hopwire.igmp.router.Querier;
import org.hopwire.packet.Packet;
import org.hopwire.wire.igmp.PimHello;
import org.hopwire.wire.igmp.PimHelloWriter;

/**
 * Hellos of one link and the designated router they elect (RFC 7761 sections 4.3.1 and 4.3.2): the highest priority,
 * then the highest address; the address alone where a router tells no priority. The querier of IGMPv1 is the
 * designated router.
 */
final class PimNeighbours implements TimerOwner {
    static final int MOST = 64;
    /** RFC 7761 section 4.11. */
    static final long TRIGGERED_HELLO_DELAY_NS = 5 * ProtocolTimers.SECOND_NS;

    private static final int KIND_HELLO = 0;
    private static final int KIND_EXPIRY = 1;

    private IgmpConfig.Pim config;
    private final int port;
    private final int address;
    private final int generationId;
    private final Outbox out;
    private final CounterSet<IgmpCounter> counters;
    private final RandomGenerator random;
    private final MachineTimers.Own timers;
    private final Querier querier;
    private final PimHello hello = new PimHello();
    private final PimHelloWriter writer = new PimHelloWriter();
    private final UnsafeBuffer datagram = new UnsafeBuffer(new byte[64]);

    // parallel arrays, the first `size` are neighbours
    private final int[] addresses = new int[MOST];
    private final long[] priorities = new long[MOST];
    private final boolean[] prioritized = new boolean[MOST];
    private final int[] generations = new int[MOST];
    private final long[] untilNs = new long[MOST];
    private int size;
    private long helloTimer;
    private long helloDueNs;
    private long expiryTimer;

    PimNeighbours(IgmpConfig.Pim config, int port, int address, Outbox out, CounterSet<IgmpCounter> counters,
            RandomGenerator random, MachineTimers timers, Querier querier) {
        this.config = config;
        this.port = port;
        this.address = address;
        this.out = out;
        this.counters = counters;
        this.random = random;
        this.timers = timers.register(this);
        this.querier = querier;
        generationId = random.nextInt();
    }

    void start(long nowNs) {
        armHello(nowNs + random.nextLong(TRIGGERED_HELLO_DELAY_NS + 1));
        elect(nowNs);
    }

    /** Another priority is told at once; another interval counts from the next hello on, which is not later for it. */
    void reconfigure(IgmpConfig.Pim changed, long nowNs) {
        IgmpConfig.Pim old = config;
        config = changed;
        if (!old.drPriority().equals(changed.drPriority())) {
            armHello(nowNs);
            elect(nowNs);
        } else if (!old.intervalSeconds().equals(changed.intervalSeconds())) {
            armHello(Math.min(helloDueNs, nowNs + changed.intervalSeconds() * ProtocolTimers.SECOND_NS));
        }
    }

    /** RFC 7761 section 4.3.1: a holdtime of 0 says farewell. */
    void stop() {
        timers.cancel(helloTimer);
        timers.cancel(expiryTimer);
        send(0);
    }

    private void armHello(long dueNs) {
        timers.cancel(helloTimer);
        helloDueNs = dueNs;
        helloTimer = timers.arm(dueNs, KIND_HELLO, 0);
    }

    private void send(int holdtimeSeconds) {
        int length = writer.wrap(datagram, 0, address).holdtime(holdtimeSeconds).drPriority(config.drPriority())
                .generationId(generationId).finish();
        out.sendHello(datagram, length, port);
    }

    void onHello(Packet packet, long nowNs) {
        counters.increment(IgmpCounter.PIM_HELLO_RECEIVED);
        hello.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
        hello.validate();
        int at = find(packet.source());
        if (hello.holdtimeSeconds() == 0) {
            remove(at);
        } else if (at < size || size < MOST) {
            greet(at, packet.source(), nowNs);
        } else {
            counters.increment(IgmpCounter.PIM_NEIGHBOUR_REFUSED);
        }
        armExpiry(nowNs);
        elect(nowNs);
    }

    private int find(int neighbour) {
        int at = 0;
        while (at < size && addresses[at] != neighbour) {
            at++;
        }
        return at;
    }

    private void greet(int at, int neighbour, long nowNs) {
        boolean isNew = at == size || generations[at] != hello.generationId();
        size = Math.max(size, at + 1);
        addresses[at] = neighbour;
        priorities[at] = hello.drPriority();
        prioritized[at] = hello.hasDrPriority();
        generations[at] = hello.generationId();
        untilNs[at] = hello.holdtimeSeconds() == PimHello.HOLDTIME_FOREVER
                ? Long.MAX_VALUE
                : nowNs + hello.holdtimeSeconds() * ProtocolTimers.SECOND_NS;
        if (isNew) {
            // it must learn of us before the next hello is due
            long soonNs = nowNs + random.nextLong(TRIGGERED_HELLO_DELAY_NS + 1);
            armHello(Math.min(soonNs, helloDueNs));
        }
    }

    private void remove(int at) {
        if (at < size) {
            size--;
            addresses[at] = addresses[size];
            priorities[at] = priorities[size];
            prioritized[at] = prioritized[size];
            generations[at] = generations[size];
            untilNs[at] = untilNs[size];
        }
    }

    private void armExpiry(long nowNs) {
        timers.cancel(expiryTimer);
        expiryTimer = MachineTimers.NONE;
        long first = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            first = Math.min(first, untilNs[i]);
        }
        if (first != Long.MAX_VALUE) {
            expiryTimer = timers.arm(Math.max(first, nowNs), KIND_EXPIRY, 0);
        }
    }

    private void elect(long nowNs) {
        if (querier != null) {
            querier.setDesignated(isDesignated(), nowNs);
        }
    }

    /** Whether we are the designated router of the link. */
    boolean isDesignated() {
        boolean byPriority = true;
        for (int i = 0; i < size; i++) {
            byPriority &= prioritized[i];
        }
        for (int i = 0; i < size; i++) {
            int order = byPriority ? Long.compare(priorities[i], config.drPriority()) : 0;
            if (order > 0 || (order == 0 && Integer.compareUnsigned(addresses[i], address) > 0)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onTimer(int kind, int slot, long deadlineNs, long nowNs) {
        if (kind == KIND_HELLO) {
            // three and a half intervals (RFC 7761 section 4.11)
            send(Math.min(PimHello.HOLDTIME_FOREVER - 1, config.intervalSeconds() * 7 / 2));
            armHello(nowNs + config.intervalSeconds() * ProtocolTimers.SECOND_NS);
            return;
        }
        for (int i = size - 1; i >= 0; i--) {
            if (untilNs[i] - nowNs <= 0) {
                remove(i);
            }
        }
        armExpiry(nowNs);
        elect(nowNs);
    }
}

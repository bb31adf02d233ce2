package org.hopwire.igmp.router;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.igmp.core.Ipv4Family;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.core.QuerySink;
import org.hopwire.packet.ControlTimers;
import org.hopwire.time.TimerWheel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Routers on one link, in virtual time: whoever starts, dies and comes back in whatever order. */
class ElectionTest {
    private static final long SECOND = ProtocolTimers.SECOND_NS;
    private static final long OQPI = ProtocolTimers.rfc9776().otherQuerierPresentIntervalNs();
    private static final int SEEDS = 300;

    private final TimerWheel wheel = new TimerWheel(0);
    private final MachineTimers timers = new MachineTimers(new ControlTimers(wheel, 0));
    private final List<Router> routers = new ArrayList<>();
    /** Queries on the wire: sender, delivered by a timer of the test. */
    private final List<Integer> wire = new ArrayList<>();
    private long now;

    private final class Router implements QuerySink {
        final int address;
        final Querier querier;
        boolean alive;

        Router(int address, RouterParts parts) {
            this.address = address;
            this.querier = new Querier(routers.size(), address, RouterConfig.defaults(), parts, this);
        }

        @Override
        public void general(ProtocolTimers announced) {
            wire.add(address);
        }

        @Override
        public void group(int group, boolean suppress, ProtocolTimers announced) {}

        @Override
        public void sources(int group, int[] sources, int count, boolean suppress, ProtocolTimers announced) {}
    }

    private void build(SplittableRandom random) {
        RouterParts parts = new RouterParts(Ipv4Family.INSTANCE, timers, MembershipEvents.NONE,
                new CounterRegistry(100).register(RouterCounter.class, "t", RouterParts.TYPE_ID_ROUTER),
                new EntryBudget(10), random);
        int count = 1 + random.nextInt(5);
        while (routers.size() < count) {
            int address = random.nextInt() | 1;
            if (routers.stream().noneMatch(router -> router.address == address)) {
                routers.add(new Router(address, parts));
            }
        }
    }

    private void deliver() {
        while (!wire.isEmpty()) {
            int sender = wire.removeFirst();
            for (Router router : routers) {
                if (router.address != sender && router.alive) {
                    router.querier.onQuery(sender, true, 3, 2, 125 * SECOND, 10 * SECOND, now);
                }
            }
        }
    }

    private void advance(long ns) {
        long end = now + ns;
        deliver();
        while (wheel.nextDeadlineNs() <= end) {
            now = Math.max(now, wheel.nextDeadlineNs());
            wheel.poll(now, (kind, payload, deadline, at) -> timers.expire(payload, deadline, at), 1);
            deliver();
        }
        now = end;
    }

    private void flip(Router router) {
        router.alive = !router.alive;
        if (router.alive) {
            router.querier.start(now);
        } else {
            router.querier.stop(now);
        }
        deliver();
    }

    private void checkOneQuerier(String when) {
        List<Router> alive = routers.stream().filter(router -> router.alive).toList();
        List<Router> queriers = alive.stream().filter(router -> router.querier.isQuerier()).toList();
        if (alive.isEmpty()) {
            assertThat(queriers).as(when).isEmpty();
            return;
        }
        int lowest = alive.stream().map(router -> router.address)
                .min((one, other) -> Integer.compareUnsigned(one, other)).orElseThrow();
        assertThat(queriers).as(when).singleElement().extracting(router -> router.address).isEqualTo(lowest);
        assertThat(alive).as(when).allMatch(router -> router.querier.querier() == lowest);
    }

    private static void run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ElectionTest test = new ElectionTest();
        test.build(random);
        for (int round = 0; round < 20; round++) {
            int flips = 1 + random.nextInt(4);
            for (int i = 0; i < flips; i++) {
                test.flip(test.routers.get(random.nextInt(test.routers.size())));
                test.advance(random.nextLong(40 * SECOND));
            }
            test.advance(OQPI + 126 * SECOND);
            test.checkOneQuerier("seed " + seed + " round " + round);
        }
    }

    @Test
    @DisplayName("exactly one querier, the lowest alive, after the Other Querier Present Interval and one query")
    void shouldElectExactlyOneQuerier() {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
    }
}

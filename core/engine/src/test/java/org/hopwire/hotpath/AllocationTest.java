package org.hopwire.hotpath;

import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.hopwire.counter.DropReason;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.Observation;
import org.hopwire.icmp.SuppressionRule;
import org.hopwire.packet.RejectCause;
import org.hopwire.testkit.Lab;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.igmp.IgmpKind;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Not one byte is allocated for a packet, whatever becomes of it: each kind of engine is given {@link EveryFrame}, all
 * mixed, and the best of many rounds is exactly 0. Which ways the packets took is read from the counters, and each way
 * there is has to be among them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AllocationTest {
    private static final int ROUNDS = 2_000;
    private static final int MIN_ROUNDS = 3;
    private static final long BETWEEN_ROUNDS_NS = 30_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<byte[]> FRAMES = EveryFrame.list();

    private static final String MARTIAN = "the parser lets no such source in; the rule is a second look";

    /** Ways that no frame of a healthy engine takes, and why. */
    private static final Map<String, String> ELSEWHERE = new TreeMap<>(Map.ofEntries(
            Map.entry("dropped fault", "a handler that throws: the exception is allocated"),
            Map.entry("dropped loop", "a packet handled twice: a defect"),
            Map.entry("dropped no-slot", "all spare frames are under way"),
            Map.entry("dropped punt-full", "the control agent has a turn after each burst here"),
            Map.entry("error suppressed no-room", "all spare packets are under way"),
            Map.entry("error suppressed source-broadcast", MARTIAN),
            Map.entry("error suppressed source-class-e", MARTIAN),
            Map.entry("error suppressed source-is-ours", MARTIAN),
            Map.entry("error suppressed source-loopback", MARTIAN),
            Map.entry("error suppressed source-multicast", MARTIAN),
            Map.entry("error suppressed source-this-network", MARTIAN)));

    private static final Set<Scenes> RUN = EnumSet.noneOf(Scenes.class);
    private static final Set<String> TAKEN = new TreeSet<>();

    @ParameterizedTest
    @Order(1)
    @EnumSource
    void shouldAllocateNothing(Scenes scene) {
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        try (Engine engine = scene.build(clock, FRAMES)) {
            Observation observation = scene.watch(engine);
            long best = Long.MAX_VALUE;
            long seen = 0;
            for (int i = 0; i < ROUNDS && (best > 0 || i < MIN_ROUNDS); i++) {
                best = Math.min(best, round(engine));
                if (observation != null) {
                    seen += observation.poll(packet -> {}, Integer.MAX_VALUE);
                }
                clock.advanceBy(BETWEEN_ROUNDS_NS);
            }
            assertThat(best).as("bytes").isZero();
            assertThat(seen > 0).as("packets are shown").isEqualTo(observation != null);
            assertThat(engine.failures()).isEmpty();
            take(engine.snapshot());
            RUN.add(scene);
        }
    }

    private static long round(Engine engine) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20; i++) {
            engine.invoke();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void take(EngineSnapshot figures) {
        take("dropped", figures.dropped());
        take("error raised", figures.errorsRaised());
        take("error suppressed", figures.errorsSuppressed());
        take("icmp received", figures.icmpReceived());
        take("igmp received", figures.igmpReceived());
    }

    private static void take(String kind, Map<String, Long> rows) {
        rows.keySet().forEach(row -> TAKEN.add(kind + " " + row));
    }

    /** Every row of the counters by which a packet can go; a new row needs a frame in {@link EveryFrame}. */
    private static Set<String> all() {
        Set<String> all = new TreeSet<>();
        Stream.of(DropReason.values()).forEach(each -> all.add("dropped " + each.label()));
        Stream.of(RejectCause.values()).forEach(each -> all.add("error raised " + Scenes.label(each)));
        Stream.of(SuppressionRule.values()).forEach(each -> all.add("error suppressed " + Scenes.label(each)));
        Stream.of(IcmpType.values()).forEach(each -> all.add("icmp received " + each.label()));
        Stream.of(IgmpKind.values()).forEach(each -> all.add("igmp received " + each.label()));
        return all;
    }

    @Test
    @Order(2)
    void shouldHaveTakenEveryWay() {
        assumeTrue(RUN.size() == Scenes.values().length, "not all scenes were run");
        Set<String> missed = all();
        missed.removeAll(TAKEN);
        assertThat(missed).as("ways no frame took").isEqualTo(ELSEWHERE.keySet());
    }
}

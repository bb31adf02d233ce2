package org.hopwire.engine;

import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.Limits;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.testkit.Packets;

import static org.hopwire.testkit.Oracle.assertHolds;

/**
 * Octets as a history: frames, time, joins, leaves and link flaps through a whole router, proxy, host or switch. After
 * each step the counters balance, every cap holds, nothing was thrown and no input drew more than it may; after the
 * history all comes to rest: nothing is left of what was learned, and every buffer is home.
 *
 * <p>Input: the kind of engine in the first octet; then steps, the kind of step in the lower three bits of an octet,
 * the port in the next two; what follows is its own.
 */
class IgmpStateFuzzTest {
    private static final int GROUPS = 6;
    private static final int SOURCES = 4;
    private static final int HOSTS = 12;
    private static final int MOST_STEPS = 400;
    /** Two versions of a report or query for each cap, on four ports: what one step may draw, generously. */
    private static final int MOST_ANSWERS = 400;
    private static final List<String> PORTS = List.of("a", "b", "c", "d");

    @FuzzTest(maxDuration = "10m")
    void shouldStayWithinItsBoundsThroughAnyHistory(byte[] input) {
        if (input.length > 1) {
            try (History history = new History(input)) {
                history.play();
            }
        }
    }

    /** One history. */
    private static final class History implements AutoCloseable {
        private final byte[] input;
        private final MulticastLab lab;
        private final EngineMode mode;
        private int at = 1;
        private int handle;

        History(byte... input) {
            this.input = input;
            mode = switch (input[0] & 3) {
                case 0, 1 -> EngineMode.ROUTER;
                case 2 -> EngineMode.HOST;
                default -> EngineMode.SWITCH;
            };
            IgmpPortConfig upstream = IgmpPortConfig.of("a", IgmpRole.PROXY_UPSTREAM);
            IgmpConfig config = switch (input[0] & 3) {
                case 0 -> IgmpConfig.of(IgmpRole.QUERIER);
                case 1 -> IgmpConfig.of(IgmpRole.PROXY_DOWNSTREAM, upstream);
                default -> IgmpConfig.of(IgmpRole.HOST);
            };
            lab = new MulticastLab(mode, config.withVersion(1 + (input[0] >> 2 & 3) % 3)
                    .withFastLeave((input[0] & 16) != 0)
                    .withLimits(new Limits(GROUPS, SOURCES, HOSTS, null, null)));
        }

        private int next() {
            return at < input.length ? input[at++] & 255 : 0;
        }

        void play() {
            for (int step = 0; at < input.length && step < MOST_STEPS; step++) {
                long before = lab.engine.snapshot().originated();
                boolean timePassed = step();
                lab.run();
                lab.quiet();
                assertHolds(timePassed || lab.engine.snapshot().originated() - before <= MOST_ANSWERS,
                        "too many answers");
                check();
            }
            rest();
        }

        /** One step; whether it let time pass. */
        private boolean step() {
            int what = next();
            int index = what >> 3 & 3;
            String port = PORTS.get(index);
            switch (what & 7) {
                case 0 -> lab.pass(next() * next() / 100.0);
                case 1 -> lab.engine.linkChanged(port, (next() & 1) != 0);
                case 2 -> join(port);
                case 3 -> lab.inject(port, MulticastLab.data("10.0." + index + "." + next(), group()).build());
                default -> lab.inject(port, message(index, what));
            }
            return (what & 7) == 0;
        }

        private void join(String port) {
            lab.engine.leave(handle);
            FilterMode wanted = (next() & 1) == 0 ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
            if (mode != EngineMode.SWITCH) {
                handle = lab.engine.join(port, group(), wanted, List.of("10.0.0." + (1 + next() % 200)));
            }
        }

        private String group() {
            return "239.1.2." + next() % (2 * GROUPS);
        }

        /** A message of any octets, sent as it should be four times out of five. */
        private byte[] message(int index, int what) {
            int how = next();
            int length = Math.min(next(), input.length - at);
            byte[] octets = Arrays.copyOfRange(input, at, at + length);
            at += length;
            if (length >= 8 && (how & 1) == 0) {
                octets[4] = (byte) 239;
                octets[5] = 1;
                octets[6] = 2;
                octets[7] = (byte) ((octets[7] & 255) % (2 * GROUPS));
            }
            String destination = switch (what & 7) {
                case 4 -> "224.0.0.1";
                case 5 -> "224.0.0.22";
                case 6 -> "224.0.0.2";
                default -> length >= 8 ? address(octets) : "224.0.0.13";
            };
            Packets packets = Packets.ipv4("10.0." + index + "." + (how & 15), destination)
                    .eth("02:00:00:00:0f:0" + (how & 7), MulticastLab.mac(destination)).ttl((how & 128) == 0 ? 1 : 2);
            if ((how & 64) == 0) {
                packets.routerAlert();
            }
            return (how & 48) == 48 ? packets.payload(103, octets).build() : packets.igmp(octets).build();
        }

        private static String address(byte... octets) {
            return (octets[4] & 255) + "." + (octets[5] & 255) + "." + (octets[6] & 255) + "." + (octets[7] & 255);
        }

        private void check() {
            assertHolds(lab.engine.failures().isEmpty(), "a handler failed: " + lab.engine.failures());
            assertHolds(lab.engine.stoppedBy() == null, "an agent stopped");
            EngineSnapshot figures = lab.engine.snapshot();
            assertHolds(figures.received() == figures.forwarded() + figures.consumed() + figures.droppedTotal(),
                    "a frame is not accounted for");
            assertHolds(figures.transmitted() == figures.forwarded() + figures.originated(),
                    "a frame came from nowhere");
            for (String port : PORTS) {
                checkPort(lab.engine.membership().groups().stream().filter(each -> each.port().equals(port)
                        && each.side() == GroupSnapshot.Side.ROUTER).toList());
            }
        }

        private static void checkPort(List<GroupSnapshot> groups) {
            assertHolds(groups.size() <= GROUPS, "more groups than the cap");
            assertHolds(groups.stream().mapToInt(each -> each.hosts().size()).sum() <= HOSTS,
                    "more hosts than the cap");
            for (GroupSnapshot each : groups) {
                assertHolds(each.sources().size() <= SOURCES, "more sources than the cap");
                assertHolds(each.remainingNs() >= 0, "a group that has ended is shown");
                assertHolds(each.group() >>> 28 == 14, "an address that is no group");
            }
        }

        /** Everything learned goes once nobody speaks: after the longest interval a querier may have announced. */
        private void rest() {
            lab.engine.leave(handle);
            PORTS.forEach(port -> lab.engine.linkChanged(port, false));
            lab.pass(600);
            lab.quiet();
            check();
            assertHolds(lab.engine.membership().groups().isEmpty(), "groups outlive their links");
            assertHolds(lab.spareSlots(), "a buffer did not come home");
        }

        @Override
        public void close() {
            lab.close();
        }
    }
}

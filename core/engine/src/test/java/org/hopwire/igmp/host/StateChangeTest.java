package org.hopwire.igmp.host;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.host.HostRig.Sent;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.igmp.RecordType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.igmp.host.HostRig.G;
import static org.hopwire.igmp.host.HostRig.S;
import static org.hopwire.igmp.host.HostRig.SHAPES;
import static org.hopwire.igmp.host.HostRig.SOURCES;

/** State-change reports and their merged repetition (RFC 9776 section 5.1). */
class StateChangeTest {
    private static HostConfig robust(int robustness) {
        return HostConfig.RFC9776.with(ProtocolTimers.of(robustness, 125 * S, 10 * S));
    }

    /** The table of section 5.1, said by source: what was let through before, and what is now. */
    private static List<String> expected(int before, int now) {
        List<String> records = new ArrayList<>();
        if (before >= 8 != now >= 8) {
            add(records, now >= 8 ? RecordType.CHANGE_TO_EXCLUDE_MODE : RecordType.CHANGE_TO_INCLUDE_MODE,
                    HostRig.list(now));
            return records;
        }
        int[] allow = changes(before, now);
        int[] block = changes(now, before);
        if (allow.length > 0) {
            add(records, RecordType.ALLOW_NEW_SOURCES, allow);
        }
        if (block.length > 0) {
            add(records, RecordType.BLOCK_OLD_SOURCES, block);
        }
        return records;
    }

    private static int[] changes(int closed, int open) {
        return IntStream.range(0, 3).filter(i -> !HostRig.passes(closed, i) && HostRig.passes(open, i))
                .map(i -> SOURCES[i]).toArray();
    }

    private static void add(List<String> records, RecordType type, int[] sources) {
        records.add(new Sent(0, type.name(), G, HostRig.sorted(sources, sources.length)).toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    @DisplayName("each old state x new state sends the table's records at once and robustness times (section 5.1)")
    void shouldSendTheRecordsOfTheTable(int robustness) {
        for (int pair = 0; pair < SHAPES * SHAPES; pair++) {
            HostRig rig = new HostRig(robust(robustness), pair);
            int before = pair / SHAPES;
            int now = pair % SHAPES;
            rig.set(1, before);
            rig.run(20 * S);
            rig.take();
            long atNs = rig.nowNs;
            rig.set(1, now);
            List<String> records = expected(before, now);
            assertThat(rig.takeTexts()).as("%d to %d", before, now).isEqualTo(records);
            for (int i = 1; i < robustness && !records.isEmpty(); i++) {
                atNs = shouldRepeatOnce(rig, records, atNs);
            }
            rig.run(20 * S);
            assertThat(rig.take()).isEmpty();
            assertThat(rig.wheel.active()).isZero();
        }
    }

    private static long shouldRepeatOnce(HostRig rig, List<String> records, long afterNs) {
        long dueNs = rig.wheel.nextDeadlineNs();
        while (rig.sent.isEmpty()) {
            dueNs = rig.wheel.nextDeadlineNs();
            rig.run(dueNs - rig.nowNs);
        }
        assertThat(dueNs - afterNs).isPositive().isLessThanOrEqualTo(S);
        assertThat(rig.takeTexts()).isEqualTo(records);
        return dueNs;
    }

    @Test
    @DisplayName("leaving in version 3 is TO_IN without sources, repeated after the state is gone (protocols: v3 leave)")
    void shouldLeaveWithToInclude() {
        HostRig rig = new HostRig();
        rig.host.join(1, G, 0);
        rig.run(5 * S);
        rig.take();
        rig.host.leave(1, G, rig.nowNs);
        assertThat(rig.host.groups()).isZero();
        rig.run(5 * S);
        assertThat(rig.takeTexts()).containsExactly("CHANGE_TO_INCLUDE_MODE 239.1.1.1[]",
                "CHANGE_TO_INCLUDE_MODE 239.1.1.1[]");
    }

    @Test
    void shouldMergeASecondListChangeIntoTheOneThatWaits() {
        HostRig rig = new HostRig();
        rig.set(1, 0b001);
        rig.run(5 * S);
        rig.take();
        rig.set(1, 0b011);
        assertThat(rig.takeTexts()).containsExactly("ALLOW_NEW_SOURCES 239.1.1.1[192.0.2.2]");
        rig.set(1, 0b010);
        assertThat(rig.takeTexts()).containsExactly("ALLOW_NEW_SOURCES 239.1.1.1[192.0.2.2]",
                "BLOCK_OLD_SOURCES 239.1.1.1[10.0.0.1]");
        rig.run(5 * S);
        assertThat(rig.takeTexts()).containsExactly("BLOCK_OLD_SOURCES 239.1.1.1[10.0.0.1]");
    }

    @Test
    void shouldTellAModeChangeRobustnessTimesBeforeListChangesThatCameLater() {
        HostRig rig = new HostRig(robust(3), 1);
        rig.set(1, 0b1000);
        rig.set(1, 0b1001);
        // one of three filter-mode-change records left after these two
        assertThat(rig.takeTexts()).containsExactly("CHANGE_TO_EXCLUDE_MODE 239.1.1.1[]",
                "CHANGE_TO_EXCLUDE_MODE 239.1.1.1[10.0.0.1]");
        rig.run(5 * S);
        assertThat(rig.takeTexts()).containsExactly("CHANGE_TO_EXCLUDE_MODE 239.1.1.1[10.0.0.1]",
                "BLOCK_OLD_SOURCES 239.1.1.1[10.0.0.1]");
    }

    @Test
    void shouldTellTheLatestModeWhenItChangesBack() {
        HostRig rig = new HostRig();
        rig.set(1, 0b1000);
        rig.set(1, 0b0001);
        assertThat(rig.takeTexts()).containsExactly("CHANGE_TO_EXCLUDE_MODE 239.1.1.1[]",
                "CHANGE_TO_INCLUDE_MODE 239.1.1.1[10.0.0.1]");
        rig.run(5 * S);
        assertThat(rig.takeTexts()).containsExactly("CHANGE_TO_INCLUDE_MODE 239.1.1.1[10.0.0.1]");
    }

    @Test
    @DisplayName("QRV 7, then 2: a mode change ends repetitions of sources that were to outlast it")
    void shouldNotRepeatSourcesAfterAModeChangeThatToldThemAll() {
        HostRig rig = new HostRig();
        rig.host.onQuery(0, new int[0], 0, S, 7, 125 * S, 0);
        rig.set(1, 0b001);
        rig.host.onQuery(0, new int[0], 0, S, 2, 125 * S, 0);
        rig.take();
        rig.set(1, 0b1001);
        rig.host.onQuery(G, new int[0], 0, 0, 2, 125 * S, 0);
        rig.run(0);
        rig.run(20 * S);
        assertThat(rig.take()).filteredOn(sent -> !sent.is(RecordType.MODE_IS_EXCLUDE)).hasSize(2)
                .allMatch(sent -> sent.is(RecordType.CHANGE_TO_EXCLUDE_MODE));
    }

    @Test
    void shouldRejoinWhileTheLeaveIsStillRepeated() {
        HostRig rig = new HostRig();
        rig.host.join(1, G, 0);
        rig.run(5 * S);
        rig.take();
        rig.host.leave(1, G, rig.nowNs);
        rig.host.join(1, G, rig.nowNs);
        rig.run(5 * S);
        assertThat(rig.takeTexts()).containsExactly("CHANGE_TO_INCLUDE_MODE 239.1.1.1[]",
                "CHANGE_TO_EXCLUDE_MODE 239.1.1.1[]", "CHANGE_TO_EXCLUDE_MODE 239.1.1.1[]");
    }

    @Test
    @DisplayName("three changes of every shape: a router that misses any one report still ends up with our state (5.1)")
    void shouldSurviveTheLossOfAnyOneReport() {
        SplittableRandom random = new SplittableRandom(5);
        for (int all = 0; all < SHAPES * SHAPES * SHAPES; all++) {
            HostRig rig = new HostRig(robust(2), all);
            for (int rest = all, i = 0; i < 3; rest /= SHAPES, i++) {
                rig.set(1, rest % SHAPES);
                rig.run(random.nextLong(S));
            }
            rig.run(10 * S);
            List<Sent> sent = rig.take();
            for (int lost = -1; lost < sent.size(); lost++) {
                ModelRouter router = new ModelRouter();
                long lostNs = lost < 0 ? -1 : sent.get(lost).atNs();
                sent.stream().filter(each -> each.atNs() != lostNs).forEach(router::hear);
                assertThat(router.shape(G)).as("changes %x, lost at %d of %s", all, lostNs, sent)
                        .isEqualTo(all / SHAPES / SHAPES);
            }
        }
    }

    @Test
    void shouldAnnounceEverythingAgainWhenTheLinkComesUp() {
        HostRig rig = new HostRig();
        rig.set(1, 0b0011);
        rig.host.join(1, HostRig.G2, 0);
        rig.host.linkDown(rig.nowNs);
        rig.take();
        rig.run(10 * S);
        rig.host.join(1, G + 7, rig.nowNs);
        rig.general(S);
        rig.run(10 * S);
        assertThat(rig.take()).isEmpty();
        rig.host.linkUp(rig.nowNs);
        assertThat(rig.takeTexts()).containsExactly("ALLOW_NEW_SOURCES 239.1.1.1[10.0.0.1, 192.0.2.2]",
                "CHANGE_TO_EXCLUDE_MODE 239.1.1.2[]", "CHANGE_TO_EXCLUDE_MODE 239.1.1.8[]");
        rig.run(10 * S);
        assertThat(rig.take()).hasSize(3);
    }

    @Test
    void shouldLeaveEverythingOnStopWithoutRepetition() {
        HostRig rig = new HostRig();
        rig.set(1, 0b0011);
        rig.host.join(2, HostRig.G2, 0);
        rig.run(5 * S);
        rig.take();
        rig.messages = 0;
        rig.host.stop(rig.nowNs);
        assertThat(rig.takeTexts()).containsExactly("BLOCK_OLD_SOURCES 239.1.1.1[10.0.0.1, 192.0.2.2]",
                "CHANGE_TO_INCLUDE_MODE 239.1.1.2[]");
        assertThat(rig.messages).isEqualTo(1);
        assertThat(rig.wheel.active()).isZero();
        assertThat(rig.host.groups()).isZero();
        assertThat(rig.events).containsExactly("joined 7 239.1.1.1", "joined 7 239.1.1.2", "left 7 239.1.1.1",
                "left 7 239.1.1.2");
    }

    @Test
    @DisplayName("a stop with very many groups goes in slices; whose turn has not come is joined still, and is left once")
    void shouldStopInSlices() {
        HostRig rig = new HostRig();
        int groups = 300;
        for (int i = 0; i < groups; i++) {
            rig.host.join(1, G + i, 0);
        }
        rig.run(5 * S);
        rig.take();
        assertThat(rig.host.stop(rig.nowNs)).isFalse();
        assertThat(rig.takeTexts()).hasSizeLessThan(100).allMatch(text -> text.startsWith("CHANGE_TO_INCLUDE_MODE"));
        int left = groups - rig.host.groups();
        assertThat(left).isPositive();
        assertThat(rig.host.isMember(G)).isFalse();
        assertThat(rig.host.isMember(G + groups - 1)).isTrue();
        // a query in the middle of it is answered for what is still joined
        rig.host.onQuery(G + groups - 1, new int[0], 0, S, 2, 125 * S, rig.nowNs);
        rig.run(2 * S);
        assertThat(rig.takeTexts()).containsExactly("MODE_IS_EXCLUDE " + Ipv4Address.format(G + groups - 1) + "[]");
        int slices = 1;
        while (!rig.host.stop(rig.nowNs)) {
            slices++;
        }
        assertThat(slices).isGreaterThan(3);
        assertThat(rig.take()).hasSize(groups - left);
        assertThat(rig.host.groups()).isZero();
        assertThat(rig.wheel.active()).isZero();
        rig.host.join(1, G, rig.nowNs);
        assertThat(rig.takeTexts()).containsExactly("CHANGE_TO_EXCLUDE_MODE 239.1.1.1[]");
    }

    @Test
    void shouldShareAMessageWithinABatch() {
        HostRig rig = new HostRig();
        rig.host.beginBatch();
        rig.host.join(1, G, 0);
        rig.host.join(1, HostRig.G2, 0);
        assertThat(rig.messages).isZero();
        rig.host.endBatch();
        assertThat(rig.messages).isEqualTo(1);
        assertThat(rig.take()).hasSize(2);
    }
}

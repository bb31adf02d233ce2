package org.hopwire.igmp.host;

import java.util.List;
import java.util.stream.IntStream;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.host.HostRig.Sent;
import org.hopwire.wire.igmp.RecordType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.igmp.host.HostRig.G;
import static org.hopwire.igmp.host.HostRig.G2;
import static org.hopwire.igmp.host.HostRig.MS;
import static org.hopwire.igmp.host.HostRig.S;
import static org.hopwire.igmp.host.HostRig.SHAPES;
import static org.hopwire.igmp.host.HostRig.SOURCES;

/** Answers to queries by version 3 (RFC 9776 section 5.2). */
class QueryResponseTest {
    private static final int GROUP_QUERY = 0;

    private static HostRig joined(int shape, long seed) {
        HostRig rig = new HostRig(HostConfig.RFC9776, seed);
        rig.set(1, shape);
        rig.run(20 * S);
        rig.take();
        return rig;
    }

    // 0 asks for the group, 1 to 7 for those sources
    private static void ask(HostRig rig, int query, long maxRespNs) {
        rig.sources(G, maxRespNs, HostRig.list(query));
    }

    private static String whole(int shape) {
        RecordType type = shape >= 8 ? RecordType.MODE_IS_EXCLUDE : RecordType.MODE_IS_INCLUDE;
        return text(type, HostRig.list(shape));
    }

    private static String text(RecordType type, int[] sources) {
        return new Sent(0, type.name(), G, HostRig.sorted(sources, sources.length)).toString();
    }

    /** Of the sources asked for, those let through; the group's state where the group is asked for. */
    private static List<String> answer(int shape, int asked) {
        if (shape == 0) {
            return List.of();
        }
        if (asked == GROUP_QUERY) {
            return List.of(whole(shape));
        }
        int[] open = IntStream.range(0, 3).filter(i -> (asked >> i & 1) != 0 && HostRig.passes(shape, i))
                .map(i -> SOURCES[i]).toArray();
        return open.length == 0 ? List.of() : List.of(text(RecordType.MODE_IS_INCLUDE, open));
    }

    @Test
    @DisplayName("each state x group or source query: the record of the table, within the time granted (5.2)")
    void shouldAnswerEveryQueryInEveryState() {
        for (int shape = 0; shape < SHAPES; shape++) {
            for (int query = 0; query < 8; query++) {
                HostRig rig = joined(shape, shape);
                long askedNs = rig.nowNs;
                ask(rig, query, S);
                assertThat(rig.take()).as("never at once").isEmpty();
                rig.run(60 * S);
                assertThat(rig.sent).allMatch(sent -> sent.atNs() > askedNs && sent.atNs() <= askedNs + S);
                assertThat(rig.takeTexts()).isEqualTo(answer(shape, query));
                assertThat(rig.wheel.active()).isZero();
            }
        }
    }

    @Test
    @DisplayName("each state x two queries while the first waits: rules 3 to 5, at the earlier of both times (5.2)")
    void shouldMergeASecondQueryIntoThePendingAnswer() {
        for (int all = 0; all < SHAPES * 64; all++) {
            int shape = all / 64;
            int first = all / 8 % 8;
            int second = all % 8;
            HostRig rig = joined(shape, all);
            long askedNs = rig.nowNs;
            ask(rig, first, 10 * S);
            long dueNs = rig.wheel.nextDeadlineNs();
            ask(rig, second, S);
            if (shape != 0) {
                assertThat(rig.wheel.active()).isEqualTo(1);
                assertThat(rig.wheel.nextDeadlineNs()).isLessThanOrEqualTo(Math.min(dueNs, askedNs + S));
            }
            rig.run(60 * S);
            int asked = first == GROUP_QUERY || second == GROUP_QUERY ? GROUP_QUERY : first | second;
            assertThat(rig.takeTexts()).isEqualTo(answer(shape, asked));
        }
    }

    @Test
    @DisplayName("rule 1: no further answer is scheduled where a general one leaves sooner (5.2)")
    void shouldNotAnswerTwiceWhereAGeneralAnswerLeavesSooner() {
        HostRig rig = joined(0b1001, 3);
        rig.general(MS);
        ask(rig, GROUP_QUERY, 100 * S);
        ask(rig, 0b11, 100 * S);
        rig.general(100 * S);
        assertThat(rig.wheel.active()).isEqualTo(1);
        rig.run(200 * S);
        assertThat(rig.takeTexts()).containsExactly(whole(0b1001));
    }

    @Test
    @DisplayName("rule 2: a general query that is to be answered sooner replaces the pending general answer (5.2)")
    void shouldReplaceAPendingGeneralAnswerByASoonerOne() {
        HostRig rig = joined(0b1000, 4);
        rig.general(1000 * S);
        long askedNs = rig.nowNs;
        rig.general(MS);
        rig.run(2000 * S);
        assertThat(rig.sent).hasSize(1);
        assertThat(rig.sent.get(0).atNs()).isLessThanOrEqualTo(askedNs + MS);
    }

    @Test
    void shouldAnswerAGeneralQueryForAllGroupsInOneReport() {
        HostRig rig = joined(0b0101, 5);
        rig.host.join(1, G2, rig.nowNs);
        rig.run(10 * S);
        rig.take();
        rig.messages = 0;
        rig.general(10 * S);
        rig.run(10 * S);
        assertThat(rig.takeTexts()).containsExactly(whole(0b0101), "MODE_IS_EXCLUDE 239.1.1.2[]");
        assertThat(rig.messages).isEqualTo(1);
    }

    @Test
    void shouldAnswerNothingForAGroupLeftMeanwhile() {
        HostRig rig = joined(0b1000, 6);
        ask(rig, GROUP_QUERY, 10 * S);
        rig.host.leave(1, G, rig.nowNs);
        rig.run(60 * S);
        assertThat(rig.sent).noneMatch(sent -> sent.is(RecordType.MODE_IS_EXCLUDE)
                || sent.is(RecordType.MODE_IS_INCLUDE));
        rig.group(G, S);
        rig.run(60 * S);
        assertThat(rig.count(HostCounter.QUERY_NOT_MEMBER)).isEqualTo(1);
    }

    @Test
    @DisplayName("R-IGMP-01: max resp code 0 is answered at once, with the same clock, never modulo 0")
    void shouldAnswerAtOnceWhereNoTimeIsGranted() {
        HostRig rig = joined(0b1000, 7);
        rig.general(0);
        rig.run(0);
        assertThat(rig.takeTexts()).containsExactly(whole(0b1000));
        for (int query = 0; query < 8; query++) {
            ask(rig, query, 0);
            rig.run(0);
            assertThat(rig.takeTexts()).isEqualTo(answer(0b1000, query));
        }
    }

    @Test
    @DisplayName("R-IGMP-01: QRV 0 and QQIC 0 mean the defaults, 2 and 125 s; others are learned (4.1.6, 4.1.7)")
    void shouldLearnRobustnessAndInterval() {
        HostRig rig = joined(0b1000, 8);
        for (int qrv = 7; qrv >= 0; qrv--) {
            rig.host.onQuery(0, new int[0], 0, S, qrv, qrv * (100 * S), rig.nowNs);
            assertThat(rig.host.robustness()).isEqualTo(qrv == 0 ? 2 : qrv);
            assertThat(rig.host.queryIntervalNs()).isEqualTo(qrv == 0 ? 125 * S : qrv * (100 * S));
        }
        rig.host.onQuery(0, new int[0], 0, S, 5, 10 * S, rig.nowNs);
        rig.run(20 * S);
        rig.take();
        rig.host.leave(1, G, rig.nowNs);
        rig.run(20 * S);
        assertThat(rig.take()).as("repeated as often as the querier wants").hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100 * MS, 10 * S, 31_744_000 * MS / 10})
    @DisplayName("delays spread over all of (0, max resp] (5.2); R-TIMER-03: also over 3174.4 s")
    void shouldSpreadDelaysOverTheTimeGranted(long maxRespNs) {
        int early = 0;
        for (int seed = 0; seed < 200; seed++) {
            HostRig rig = joined(0b1000, seed);
            long askedNs = rig.nowNs;
            if (seed % 2 == 0) {
                rig.general(maxRespNs);
            } else {
                ask(rig, GROUP_QUERY, maxRespNs);
            }
            rig.run(maxRespNs);
            assertThat(rig.sent).hasSize(1);
            long delayNs = rig.sent.get(0).atNs() - askedNs;
            assertThat(delayNs).isPositive().isLessThanOrEqualTo(maxRespNs);
            early += delayNs <= maxRespNs / 2 ? 1 : 0;
        }
        if (maxRespNs > 1) {
            assertThat(early).isBetween(60, 140);
        }
    }

    @Test
    @DisplayName("R-QUER-04: sources of group-and-source queries are recorded up to a cap, then the group is answered")
    void shouldDegradeToAGroupAnswerWhereTooManySourcesAreAskedFor() {
        HostLimits limits = new HostLimits(10, 1000, 10, 366);
        HostRig rig = new HostRig(HostConfig.RFC9776.with(limits), 9);
        rig.set(1, 0b1010);
        rig.run(20 * S);
        rig.take();
        for (int query = 0; query < 10_000; query++) {
            int base = 0x0a00_0000 + query * 366;
            rig.sources(G, 3000 * S, IntStream.range(base, base + 366).toArray());
            assertThat(rig.wheel.active()).isEqualTo(1);
        }
        assertThat(rig.count(HostCounter.QUERY_DEGRADED)).isPositive();
        rig.run(3000 * S);
        assertThat(rig.takeTexts()).containsExactly(whole(0b1010));
        rig.sources(G, S, IntStream.range(1, 400).map(i -> 0x0a00_0000 + i).toArray());
        rig.run(S);
        assertThat(rig.takeTexts()).containsExactly(whole(0b1010));
        // the cap is of what is recorded, not of queries: the same sources again and again stay exact
        for (int i = 0; i < 100; i++) {
            ask(rig, 0b011, S);
        }
        rig.run(S);
        assertThat(rig.takeTexts()).isEqualTo(answer(0b1010, 0b011));
    }

    @Test
    @DisplayName("R-IGMP-04: a list of 5,000 sources is told whole and answered whole")
    void shouldTellLongListsWhole() {
        HostRig rig = new HostRig(HostConfig.RFC9776.with(new HostLimits(10, 65_535, 10, 65_535)), 10);
        for (int count : new int[] {1, 365, 366, 5_000, 65_535}) {
            int[] sources = IntStream.range(0, count).map(i -> 0x0b00_0000 + i).toArray();
            rig.host.set(1, G, FilterMode.INCLUDE, sources, count, rig.nowNs);
            rig.run(20 * S);
            rig.take();
            rig.sources(G, S, sources);
            rig.run(S);
            assertThat(rig.sent).hasSize(1);
            assertThat(rig.take().get(0).sources()).hasSize(count);
        }
        rig.host.leave(1, G, rig.nowNs);
        assertThat(rig.take().get(0).sources()).hasSize(65_535);
    }

    @Test
    @DisplayName("version 3 answers are not suppressed by reports of older hosts (RFC 9776 section 7.2.2)")
    void shouldNotBeSuppressedInVersion3() {
        HostRig rig = joined(0b1000, 11);
        ask(rig, GROUP_QUERY, S);
        rig.host.onReportHeard(2, G, rig.nowNs);
        rig.host.onReportHeard(1, G, rig.nowNs);
        rig.run(S);
        assertThat(rig.takeTexts()).containsExactly(whole(0b1000));
    }
}

package org.hopwire.igmp;

import java.util.Set;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.Checks;
import org.hopwire.igmp.config.IgmpConfig.Strictness;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which messages are believed, strict and lenient: each refusal has one reason, and changes nothing. */
class IgmpGateTest {
    private static final String V2 = "16 00 00 00 ef 01 02 03";
    private static final String MAC = "01:00:5e:01:02:03";

    private static EngineSnapshot hear(Strictness strictness, Packets frame) {
        VirtualClock clock = new VirtualClock(1, 1);
        MemoryPort port = new MemoryPort("lan");
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.QUERIER).withStrictness(strictness, null);
        try (Engine engine = Engine.builder().seed(1).clocks(clock, clock).igmp(igmp)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac("02:00:00:00:00:01"), port).build()) {
            port.inject(frame.build());
            for (int i = 0; i < 4; i++) {
                engine.invoke();
            }
            assertThat(engine.failures()).isEmpty();
            EngineSnapshot figures = engine.snapshot();
            assertThat(figures.consumed() + figures.droppedTotal()).isEqualTo(1);
            assertThat(engine.membership().groups()).hasSize(figures.consumed() == 1 && figures.igmpReceived().keySet()
                    .stream().anyMatch(kind -> kind.startsWith("report")) ? 1 : 0);
            return figures;
        }
    }

    private static Packets frame(String source, String destination, String mac, int ttl, boolean alert, String hex) {
        Packets frame = Packets.ipv4(source, destination).eth("02:00:00:00:0f:01", mac).ttl(ttl);
        return (alert ? frame.routerAlert() : frame).igmp(Hex.parse(hex));
    }

    @ParameterizedTest(name = "{0}: strict {7}, lenient {8}")
    @DisplayName("R-IGMP-05, R-IGMP-06, R-REFL-04, R-SUPP-01 and RFC 9776 section 4: the gate")
    @CsvSource(nullValues = "-", value = {
        "v2 report, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 16 00 00 00 ef 01 02 03, -, -",
        "no address yet, 0.0.0.0, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 16 00 00 00 ef 01 02 03, -, -",
        "longer than its version, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 16 00 00 00 ef 01 02 03 99 99, -, -",
        "v1 without alert, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, false, 12 00 00 00 ef 01 02 03, -, -",
        "TTL 2, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 2, true, 16 00 00 00 ef 01 02 03, igmp-bad-ttl, igmp-bad-ttl",
        "TTL 255, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 255, true, 16 00 00 00 ef 01 02 03, igmp-bad-ttl, igmp-bad-ttl",
        "no alert, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, false, 16 00 00 00 ef 01 02 03, igmp-no-router-alert, -",
        "off link, 198.51.100.7, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 16 00 00 00 ef 01 02 03, igmp-off-link, igmp-off-link",
        "our own, 192.0.2.1, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 16 00 00 00 ef 01 02 03, igmp-own-source, igmp-own-source",
        "to another group, 192.0.2.7, 239.1.2.4, 01:00:5e:01:02:04, 1, true, 16 00 00 00 ef 01 02 03, igmp-misaddressed, -",
        "v2 report to all routers (Zephyr 52449), 192.0.2.7, 224.0.0.2, 01:00:5e:00:00:02, 1, true, 16 00 00 00 ef 01 02 03, igmp-misaddressed, -",
        "unicast frame (CVE-2002-2185), 192.0.2.7, 239.1.2.3, 02:00:00:00:00:01, 1, true, 16 00 00 00 ef 01 02 03, igmp-link-mismatch, igmp-link-mismatch",
        "another link group, 192.0.2.7, 239.1.2.3, 01:00:5e:00:00:01, 1, true, 16 00 00 00 ef 01 02 03, igmp-link-mismatch, -",
        "broadcast frame, 192.0.2.7, 239.1.2.3, ff:ff:ff:ff:ff:ff, 1, true, 16 00 00 00 ef 01 02 03, igmp-link-mismatch, -",
        "v3 report elsewhere, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 22 00 00 00 00 00 00 01 04 00 00 00 ef 01 02 03, igmp-misaddressed, -",
        "v3 report, 192.0.2.7, 224.0.0.22, 01:00:5e:00:00:16, 1, true, 22 00 00 00 00 00 00 01 04 00 00 00 ef 01 02 03, -, -",
        "65535 records in 16 octets (R-IGMP-02), 192.0.2.7, 224.0.0.22, 01:00:5e:00:00:16, 1, true, 22 00 00 00 00 00 ff ff 04 00 00 00 ef 01 02 03, igmp-bad-length, igmp-bad-length",
        "65535 sources, 192.0.2.7, 224.0.0.22, 01:00:5e:00:00:16, 1, true, 22 00 00 00 00 00 00 01 04 00 ff ff ef 01 02 03, igmp-bad-length, igmp-bad-length",
        "auxiliary data beyond the end, 192.0.2.7, 224.0.0.22, 01:00:5e:00:00:16, 1, true, 22 00 00 00 00 00 00 01 04 ff 00 00 ef 01 02 03, igmp-bad-length, igmp-bad-length",
        "general query, 192.0.2.7, 224.0.0.1, 01:00:5e:00:00:01, 1, true, 11 64 00 00 00 00 00 00 02 7d 00 00, -, -",
        "general query elsewhere, 192.0.2.7, 224.0.0.2, 01:00:5e:00:00:02, 1, true, 11 64 00 00 00 00 00 00 02 7d 00 00, igmp-misaddressed, -",
        "general query to us alone, 192.0.2.7, 192.0.2.1, 02:00:00:00:00:01, 1, true, 11 64 00 00 00 00 00 00 02 7d 00 00, igmp-misaddressed, -",
        "group query, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 11 0a 00 00 ef 01 02 03 02 7d 00 00, -, -",
        "query of 9 octets (R-IGMP-05), 192.0.2.7, 224.0.0.1, 01:00:5e:00:00:01, 1, true, 11 64 00 00 00 00 00 00 02, igmp-bad-length, igmp-bad-length",
        "query claims 4 sources and has 1 (R-IGMP-03), 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 11 64 00 00 ef 01 02 03 02 7d 00 04 0a 00 00 01, igmp-bad-length, igmp-bad-length",
        "query about no group, 192.0.2.7, 224.0.0.1, 01:00:5e:00:00:01, 1, true, 11 64 00 00 0a 00 00 01 02 7d 00 00, igmp-bad-group, igmp-bad-group",
        "report of 1.0.0.224 (R-IGMP-06), 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 16 00 00 00 01 00 00 e0, igmp-bad-group, igmp-bad-group",
        "leave to all routers, 192.0.2.7, 224.0.0.2, 01:00:5e:00:00:02, 1, true, 17 00 00 00 ef 01 02 03, -, -",
        "leave to its group, 192.0.2.7, 239.1.2.3, 01:00:5e:01:02:03, 1, true, 17 00 00 00 ef 01 02 03, -, -",
        "DVMRP ask neighbours (R-REFL-04), 192.0.2.7, 224.0.0.4, 01:00:5e:00:00:04, 1, true, 13 05 00 00 00 00 00 00, igmp-deprecated, igmp-deprecated",
        "mtrace, 192.0.2.7, 224.0.0.2, 01:00:5e:00:00:02, 1, true, 1f 05 00 00 ef 01 02 03, igmp-deprecated, igmp-deprecated",
        "RFC 988, 192.0.2.7, 224.0.0.1, 01:00:5e:00:00:01, 1, true, 01 00 00 00 00 00 00 00 ef 01 02 03, igmp-deprecated, igmp-deprecated",
        "unknown type, 192.0.2.7, 224.0.0.1, 01:00:5e:00:00:01, 1, true, 77 00 00 00 00 00 00 00, igmp-unknown-type, igmp-unknown-type",
        "short, 192.0.2.7, 224.0.0.1, 01:00:5e:00:00:01, 1, true, 11 64 00 00, igmp-short, igmp-short"})
    void shouldBelieveOnlyWhatIsSound(ArgumentsAccessor row) {
        Packets frame = frame(row.getString(1), row.getString(2), row.getString(3), row.getInteger(4),
                row.getBoolean(5), row.getString(6));
        assertThat(hear(Strictness.STRICT, frame).dropped().keySet()).isEqualTo(reasons(row.getString(7)));
        assertThat(hear(Strictness.LENIENT, frame).dropped().keySet()).isEqualTo(reasons(row.getString(8)));
    }

    private static Set<String> reasons(String reason) {
        return reason == null ? Set.of() : Set.of(reason);
    }

    @ParameterizedTest
    @CsvSource({"true, igmp-bad-checksum", "false, fragment-unhandled"})
    @DisplayName("RFC 2236 section 2.5: the checksum covers the whole payload; fragments are never read")
    void shouldRefuseBrokenAndPartialMessages(boolean broken, String reason) {
        Packets whole = frame("192.0.2.7", "239.1.2.3", MAC, 1, true, V2 + " 00".repeat(8));
        Packets frame = broken
                ? whole.l4Checksum(0x1234)
                : whole.moreFragments();
        assertThat(hear(Strictness.LENIENT, frame).dropped().keySet()).containsExactly(reason);
    }

    @Test
    @DisplayName("A single check can be switched against its strictness")
    void shouldTakeSingleChecks() {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.QUERIER).withStrictness(Strictness.STRICT,
                new Checks(false, null, null, null, null, null));
        assertThat(igmp.link("lan").checks()).isEqualTo(new Checks(false, true, true, true, true, true));
    }
}

package org.hopwire.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.TypePolicy;
import org.hopwire.pipeline.ObservedPacket;
import org.hopwire.pipeline.ObservedPacket.Fate;
import org.hopwire.pipeline.PacketTap;
import org.hopwire.testkit.Lab;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Whoever watches sees each packet as it arrived, and what became of it. */
class ObservationTest {
    private static final byte[] ECHO = Lab.fromLan("192.0.2.1").echo(1, 2, new byte[300]).build();
    private static final byte[] TRANSIT = Lab.fromLan("198.51.100.10").udp(1, 2).build();
    private static final byte[] EXPIRED = Lab.fromLan("198.51.100.10").ttl(1).udp(1, 2).build();
    private static final byte[] BROKEN = Lab.fromLan("192.0.2.1").badIpChecksum().udp(1, 2).build();

    private final Lab lab = new Lab();
    private final List<ObservedPacket> seen = new ArrayList<>();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void shouldShowEveryPacketAsItArrivedAndItsFate() {
        try (Observation observation = lab.engine().observe()) {
            lab.onLan(ECHO, TRANSIT, EXPIRED, BROKEN);
            assertThat(observation.poll(seen::add, 100)).isEqualTo(4);
            assertThat(observation.missed()).isZero();
            assertThat(seen).extracting(ObservedPacket::fate).containsExactly(Fate.ANSWERED, Fate.FORWARDED,
                    Fate.ANSWERED, Fate.DROPPED);
            assertThat(seen).extracting(ObservedPacket::reason).containsExactly("", "", "ttl-exceeded",
                    "bad-header-checksum");
            assertThat(seen).extracting(each -> observation.portName(each.inPort())).containsOnly("lan");
            assertThat(seen).extracting(each -> observation.portName(each.outPort())).containsExactly("lan", "wan",
                    "lan", "");
            assertThat(seen.get(0).frameLength()).isEqualTo(ECHO.length);
            assertThat(seen).extracting(ObservedPacket::head).containsExactly(Arrays.copyOf(ECHO, PacketTap.HEAD),
                    TRANSIT, EXPIRED, BROKEN);
        }
    }

    @Test
    void shouldShowNothingOfBeforeAndAfter() {
        lab.onLan(ECHO);
        try (Observation observation = lab.engine().observe()) {
            assertThat(observation.poll(seen::add, 100)).isZero();
            assertThatIllegalStateException().isThrownBy(lab.engine()::observe).withMessageContaining("already");
        }
        lab.onLan(ECHO);
        try (Observation observation = lab.engine().observe()) {
            assertThat(observation.poll(seen::add, 100)).isZero();
        }
    }

    @Test
    void shouldLeaveOutWhatTheWatcherIsTooSlowFor() {
        byte[][] burst = new byte[64][];
        Arrays.fill(burst, ECHO);
        try (Observation observation = lab.engine().observe()) {
            for (int i = 0; i < 200; i++) {
                lab.onLan(burst);
            }
            int shown = observation.poll(seen::add, Integer.MAX_VALUE);
            assertThat(shown).isBetween(5_000, 200 * 64 - 1);
            assertThat(shown + observation.missed()).isEqualTo(200 * 64);
            assertThat(lab.snapshot().icmpSent()).containsEntry("echo-reply", 200 * 64L);
        }
    }

    @Test
    void shouldTellWhatAPortDidNotTake() {
        try (Observation observation = lab.engine().observe()) {
            lab.wan().transmitLimit(0);
            lab.onLan(TRANSIT);
            lab.wan().transmitLimit(Integer.MAX_VALUE);
            lab.wan().down(true);
            lab.onLan(TRANSIT);
            lab.wan().down(false);
            lab.lan().transmitLimit(0);
            lab.onLan(ECHO, EXPIRED);
            observation.poll(seen::add, 100);
            assertThat(seen).extracting(ObservedPacket::fate).containsOnly(Fate.DROPPED);
            assertThat(seen).extracting(ObservedPacket::reason).containsExactly("port-full", "port-down",
                    "port-full", "port-full");
            assertThat(seen).extracting(each -> observation.portName(each.outPort())).containsOnly("");
            assertThat(lab.snapshot().dropped()).containsEntry("port-full", 3L).containsEntry("port-down", 1L);
        }
    }

    @Test
    void shouldTellWhatDrewASourceQuench() {
        try (Lab legacy = new Lab(builder -> builder
                .icmp(IcmpConfig.defaults().withPolicy(IcmpType.SOURCE_QUENCH, TypePolicy.LEGACY)));
                Observation observation = legacy.engine().observe()) {
            legacy.wan().transmitLimit(0);
            assertThat(legacy.onLan(TRANSIT)).hasSize(1);
            observation.poll(seen::add, 100);
            assertThat(seen).extracting(ObservedPacket::fate).containsExactly(Fate.ANSWERED);
            assertThat(seen).extracting(ObservedPacket::reason).containsExactly("source-quench");
        }
    }
}

package org.hopwire.engine.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.RouterDiscoveryConfig;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Recordings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a replay makes of captures that are strange, endless or out of order. */
class ReplayInputTest {
    private static final byte[] PING = Lab.fromLan("192.0.2.1").echo(1, 1, new byte[8]).build();
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_SECONDS = 1_700_000_000;
    private static final int DECADE_SECONDS = 315_360_000;

    @TempDir
    private Path folder;

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    /** A pcap file of pings to lan, each at its second. */
    private String pings(long... seconds) throws IOException {
        byte[] file = new byte[24 + seconds.length * (16 + PING.length)];
        ByteBuffer bytes = little(file);
        bytes.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535).putInt(1);
        for (long second : seconds) {
            bytes.putInt((int) second).putInt(0).putInt(PING.length).putInt(PING.length).put(PING);
        }
        return Files.write(folder.resolve("in.pcap"), file).toString();
    }

    private static ByteBuffer little(byte... array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static EngineConfig router(IcmpConfig icmp) {
        return Recordings.router(icmp);
    }

    private static ReplayResult run(ReplayOptions options) throws IOException {
        return new Replay(router(IcmpConfig.defaults()), options, null).run();
    }

    private static ReplayResult runAdvertising(ReplayOptions options) throws IOException {
        IcmpConfig icmp = IcmpConfig.defaults().withRouterDiscovery(RouterDiscoveryConfig.defaults().withEnabled(true));
        return new Replay(router(icmp), options, null).run();
    }

    @Test
    void shouldNotPlayTheTimersOfALeapOfYears() throws IOException {
        // two ports advertise every 450 to 600 s: a decade holds more than 10^6 advertisements
        ReplayOptions options = ReplayOptions.of(pings(START_SECONDS, START_SECONDS + DECADE_SECONDS),
                out("a.pcapng")).withSettleNs(0);
        ReplayResult result = runAdvertising(options);
        long advertised = result.snapshot().icmpSent().get("router-advertisement");
        assertThat(advertised).isBetween(12L, 30L);
        assertThat(result.snapshot().icmpSent()).containsEntry("echo-reply", 2L);
        assertThat(result.capture().skippedGaps()).isOne();
        assertThat(result.capture().skippedNs())
                .isEqualTo(DECADE_SECONDS * SECOND_NS - ReplayOptions.DEFAULT_MAX_GAP_NS);
        List<Long> sent = Recordings.times(out("a.pcapng"));
        assertThat(sent).isSorted();
        assertThat(sent.getLast()).as("answers keep the capture's time")
                .isEqualTo((START_SECONDS + DECADE_SECONDS) * SECOND_NS);

        runAdvertising(options);
        assertThat(Recordings.times(out("a.pcapng"))).as("deterministic").isEqualTo(sent);
    }

    @Test
    void shouldPlayTheTimersOfAGapAsLongAsTheGreatest() throws IOException {
        ReplayOptions options = ReplayOptions.of(pings(START_SECONDS, START_SECONDS + 86_400), null).withSettleNs(0);
        assertThat(runAdvertising(options).snapshot().icmpSent().get("router-advertisement")).isLessThan(30L);
        ReplayResult whole = runAdvertising(options.withMaxGapNs(86_400 * SECOND_NS));
        assertThat(whole.snapshot().icmpSent().get("router-advertisement")).isBetween(288L, 400L);
        assertThat(whole.capture().skippedGaps()).isZero();
        assertThat(whole.capture().skippedNs()).isZero();
    }

    @Test
    void shouldSurviveLoopsOverTheWholeRangeOfTime() throws IOException {
        String in = pings(0, 0xffff_ffffL, 0, 0xffff_ffffL);
        ReplayResult result = runAdvertising(ReplayOptions.of(in, out("a.pcapng")).withLoops(5));
        assertThat(result.snapshot().received()).isEqualTo(20);
        assertThat(result.capture().skippedGaps()).isEqualTo(5);
        assertThat(result.failures()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayOptions.of(in, null).withMaxGapNs(-1))
                .withMessage("max-gap: -1 ns is negative");
    }

    @Test
    void shouldReportProgressWhereFramesComeInCrowds() throws IOException {
        // 250 frames a moment: the count passes no multiple of 4096 before frame 512,000
        long[] seconds = new long[10_000];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = START_SECONDS + i / 250;
        }
        List<Long> told = new ArrayList<>();
        new Replay(router(IcmpConfig.defaults()), ReplayOptions.of(pings(seconds), null),
                (frames, octets) -> told.add(frames)).run();
        assertThat(told).containsExactly(4_250L, 8_500L, 10_000L);
    }

    @Test
    void shouldGiveEveryPortAnInterfaceInTheOutput() throws IOException {
        EngineConfig config = new EngineConfig(null,
                List.of(PortConfig.pcap("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC),
                        PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC)),
                null, List.of(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC),
                        new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)),
                null, null);
        ReplayResult result = new Replay(config, ReplayOptions.of(Recordings.own("demo").toString(), out("a.pcapng")),
                null).run();
        assertThat(result.unmapped()).as("the interface of wan's name feeds it").isEmpty();
        assertThat(result.snapshot().ports().get("wan").transmitted()).isPositive();
        assertThat((long) Recordings.times(out("a.pcapng")).size()).isEqualTo(result.snapshot().transmitted());
        try (CaptureReader reader = CaptureReader.open(out("a.pcapng"))) {
            CaptureRecord record = new CaptureRecord();
            assertThat(reader.next(record)).isTrue();
            assertThat(reader.interfaces()).extracting(each -> each.name()).containsExactly("lan", "wan");
        }
    }

    @Test
    void shouldFeedTheFirstPortWhereNoneIsOfKindPcap() throws IOException {
        EngineConfig config = new EngineConfig(null, List.of(PortConfig.memory("one", "192.0.2.1/24")), null, null,
                null, null);
        ReplayResult result = new Replay(config, ReplayOptions.of(pings(1, 2), null), null).run();
        assertThat(result.snapshot().ports().get("one").received()).isEqualTo(2);
    }

    @Test
    void shouldTellWhatIsStrangeInACapture() throws IOException {
        int padded = PING.length + 3 & ~3;
        byte[] file = new byte[28 + 20 + 16 + 3 * (32 + padded) + 16 + padded + 36];
        ByteBuffer bytes = little(file);
        bytes.putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1)
                .putInt(28);
        bytes.putInt(1).putInt(20).putInt(1).putInt(0).putInt(20);
        bytes.putInt(0x0BAD).putInt(16).putInt(0).putInt(16);
        for (int time : new int[] {3, 2, 4}) {
            bytes.putInt(6).putInt(32 + padded).putInt(0).putInt(0).putInt(time).putInt(PING.length)
                    .putInt(PING.length).put(PING).put(new byte[padded - PING.length]).putInt(32 + padded);
        }
        bytes.putInt(3).putInt(16 + padded).putInt(PING.length).put(PING).put(new byte[padded - PING.length])
                .putInt(16 + padded);
        bytes.putInt(5).putInt(36).putInt(0).putLong(0).putShort((short) 5).putShort((short) 8).putLong(9).putInt(36);
        Path in = Files.write(folder.resolve("strange.pcapng"), file);
        ReplayResult result = run(ReplayOptions.of(in.toString(), null).withLoops(2));
        assertThat(result.failure()).isNull();
        assertThat(result.capture()).isEqualTo(new ReplayResult.CaptureFigures(0, 2, 2, 0, 2, 18, 0, 0));
        assertThat(result.frames()).isEqualTo(8).isEqualTo(result.snapshot().received());
    }

    @Test
    void shouldCountTheFramesItProcessedAndNoMoreWhenInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        ReplayResult result = run(ReplayOptions.of(Recordings.own("demo").toString(), out("a.pcapng")));
        assertThat(result.interrupted()).isTrue();
        assertThat(result.snapshot().received()).isPositive().isLessThan(742).isEqualTo(result.frames());
        assertThat((long) Recordings.times(out("a.pcapng")).size()).isEqualTo(result.snapshot().transmitted());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}

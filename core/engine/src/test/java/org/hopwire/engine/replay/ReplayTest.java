package org.hopwire.engine.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.port.file.CaptureException;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Recordings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplayTest {
    @TempDir
    private Path folder;

    private final EngineConfig router = Recordings.router(IcmpConfig.defaults());

    private ReplayResult run(ReplayOptions options) throws IOException {
        return new Replay(router, options, null).run();
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private static String demo() {
        return Recordings.own("demo").toString();
    }

    @Test
    void shouldAccountForEveryFrameOfTheDemo() throws IOException {
        ReplayResult result = run(ReplayOptions.of(demo(), out("a.pcapng")).withDrops(out("drops.pcapng")));
        EngineSnapshot figures = result.snapshot();
        assertThat(figures.received()).isEqualTo(742).isEqualTo(result.frames());
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
        assertThat((long) count(out("a.pcapng"))).isEqualTo(figures.transmitted());
        assertThat((long) count(out("drops.pcapng"))).isEqualTo(figures.droppedTotal());
        assertThat(result.failures()).isEmpty();
        assertThat(figures.icmpSent()).containsKeys("echo-reply", "destination-unreachable", "time-exceeded",
                "parameter-problem", "redirect");
    }

    private static int count(String file) throws IOException {
        int count = 0;
        CaptureRecord record = new CaptureRecord();
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next(record)) {
                count++;
            }
        }
        return count;
    }

    @Test
    void shouldWriteTheSameBytesTwice() throws IOException {
        run(ReplayOptions.of(demo(), out("a.pcapng")));
        run(ReplayOptions.of(demo(), out("b.pcapng")));
        assertThat(Files.mismatch(Path.of(out("a.pcapng")), Path.of(out("b.pcapng")))).isEqualTo(-1);
    }

    @Test
    void shouldStampAnswersWithTheCapturesTime() throws IOException {
        run(ReplayOptions.of(demo(), out("a.pcapng")).withSettleNs(0));
        List<Long> in = Recordings.times(demo());
        List<Long> sent = Recordings.times(out("a.pcapng"));
        assertThat(sent).isSorted().isNotEmpty();
        assertThat(in).containsAll(sent);
    }

    @Test
    void shouldStopAtTheLimitAndRepeatTheLoop() throws IOException {
        assertThat(run(ReplayOptions.of(demo(), null).withLimit(10)).snapshot().received()).isEqualTo(10);
        assertThat(run(ReplayOptions.of(demo(), null).withLimit(10).withLoops(3)).snapshot().received()).isEqualTo(30);
    }

    @Test
    void shouldProcessWhatStandsBeforeTheDamage() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(demo()));
        Path cut = folder.resolve("cut.pcapng");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2 + 1));
        ReplayResult result = run(ReplayOptions.of(cut.toString(), out("a.pcapng")));
        assertThat(result.failure()).contains("cut.pcapng").doesNotContain("\n");
        assertThat(result.snapshot().received()).isPositive();
        assertThat((long) count(out("a.pcapng"))).isEqualTo(result.snapshot().transmitted());
    }

    @Test
    void shouldLeaveNoOutputBehindForAFileThatIsNoCapture() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a capture at all, but long enough to be one");
        assertThatThrownBy(() -> run(ReplayOptions.of(text.toString(), out("a.pcapng"))))
                .isInstanceOf(CaptureException.class).hasMessageContaining("notes.txt");
        assertThat(folder.resolve("a.pcapng")).doesNotExist();
    }

    @Test
    void shouldNameAnInPortThatDoesNotExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(ReplayOptions.of(demo(), null).withInPort("dmz")))
                .withMessage("in-port: no port is called \"dmz\"");
    }

    @Test
    void shouldCountFramesOfInterfacesWithoutAPort() throws IOException {
        EngineConfig lanOnly = new EngineConfig(null,
                List.of(PortConfig.pcap("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC)), null, null, null, null);
        ReplayResult result = new Replay(lanOnly, ReplayOptions.of(demo(), null), null).run();
        assertThat(result.unmapped()).containsExactly(Map.entry("interface 1 (wan)", 138L));
        assertThat(result.snapshot().received()).isEqualTo(604);
    }

    @Test
    void shouldSayWhatIsWrongWithTheOptions() {
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayOptions.of("a", "b").withLimit(0))
                .withMessage("limit: 0 is less than 1");
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayOptions.of("-", "b").withLoops(2))
                .withMessageContaining("standard input");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplayOptions.Pace(ReplayOptions.Pace.Kind.PPS, 0));
    }
}

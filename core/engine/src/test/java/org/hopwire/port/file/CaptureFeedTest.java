package org.hopwire.port.file;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.memory.Burst;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.hopwire.port.file.CaptureBytes.frame;

class CaptureFeedTest {
    private final FilePort lan = new FilePort("lan", 1, null);
    private final FilePort wan = new FilePort("wan", 2, null);
    private final Burst burst = new Burst();

    @AfterEach
    void closePorts() {
        lan.close();
        wan.close();
    }

    private static CaptureBytes named(String... names) {
        CaptureBytes file = CaptureBytes.little().section();
        for (String name : names) {
            file.iface(1, 0, name == null ? file.fresh() : file.fresh().option(2, name.getBytes(UTF_8)));
        }
        return file;
    }

    private CaptureFeed feed(CaptureBytes file) throws CaptureException {
        return new CaptureFeed(file.reader(), List.of(lan, wan), lan);
    }

    private static CaptureBytes pcap(long... seconds) {
        CaptureBytes file = CaptureBytes.little().pcapHeader(0xA1B2C3D4, 1);
        for (int i = 0; i < seconds.length; i++) {
            file.pcapRecord(seconds[i], 0, 60, frame(60, i));
        }
        return file;
    }

    private int received(FilePort port) {
        burst.clear();
        int n = port.receive(burst);
        port.release(burst);
        return n;
    }

    @Test
    void shouldFeedThePortOfTheInterfacesNameAndCountTheRest() throws CaptureException {
        CaptureFeed feed = feed(named("wan", "lan", null, "usb").enhanced(0, 5, 60, frame(60, 0))
                .enhanced(1, 5, 60, frame(60, 1)).enhanced(2, 5, 60, frame(60, 2)).enhanced(3, 5, 60, frame(60, 3))
                .enhanced(3, 5, 60, frame(60, 4)).enhanced(0, 5, 60, frame(60, 5)));
        assertThat(feed.peekTimestampNs()).isEqualTo(5000);
        assertThat(feed.deliver()).isTrue();
        assertThat(received(wan)).isEqualTo(2);
        assertThat(received(lan)).as("its own frame and the unnamed interface's").isEqualTo(2);
        assertThat(feed.deliver()).isFalse();
        assertThat(feed.unmapped()).isEqualTo(2);
        assertThat(feed.unmappedByInterface()).containsExactly(entry("interface 3 (usb)", 2L));
        assertThat(feed.taken()).isEqualTo(feed.delivered() + feed.unmapped()).isEqualTo(6);
    }

    @Test
    void shouldTakeAnEmptyNameForNone() throws CaptureException {
        CaptureFeed feed = feed(named("").enhanced(0, 5, 60, frame(60, 0)));
        assertThat(feed.deliver()).isTrue();
        assertThat(received(lan)).as("the default port").isEqualTo(1);
    }

    @Test
    void shouldNotLetTheNameOfAnInterfaceReachATerminalAsACommand() throws CaptureException {
        CaptureFeed feed = feed(named("a\u001b[2J\nb\u009b\u202e \\Device\\é").enhanced(0, 5, 60, frame(60, 0)));
        assertThat(feed.peekTimestampNs()).isEqualTo(CaptureFeed.END);
        assertThat(feed.unmappedByInterface()).containsExactly(
                entry("interface 0 (a\\u001b[2J\\u000ab\\u009b\\u202e \\Device\\é)", 1L));
    }

    @Test
    void shouldCountFramesWithoutADefaultPortAsUnmapped() throws CaptureException {
        CaptureFeed feed = new CaptureFeed(pcap(1, 2).reader(), List.of(lan), null);
        assertThat(feed.peekTimestampNs()).isEqualTo(CaptureFeed.END);
        assertThat(feed.unmappedByInterface()).containsExactly(entry("interface 0", 2L));
    }

    @Test
    void shouldHandOverTogetherWhatHasTheSameTimeAndNothingElse() throws CaptureException {
        CaptureFeed feed = feed(pcap(1, 1, 2, 3, 3, 3));
        List<Long> times = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        while (feed.peekTimestampNs() != CaptureFeed.END) {
            times.add(feed.peekTimestampNs());
            assertThat(feed.deliver()).isTrue();
            sizes.add(received(lan));
            assertThat(burst.timestampNs[0]).isEqualTo(times.getLast());
        }
        assertThat(times).containsExactly(1_000_000_000L, 2_000_000_000L, 3_000_000_000L);
        assertThat(sizes).containsExactly(2, 1, 3);
        assertThat(feed.isAtEnd()).isTrue();
        assertThat(feed.failure()).isNull();
    }

    @Test
    void shouldHandOverAtMostOneBurstAtATime() throws CaptureException {
        CaptureFeed feed = feed(pcap(new long[600]));
        for (int expected : new int[] {256, 256, 88}) {
            assertThat(feed.deliver()).isTrue();
            assertThat(received(lan)).isEqualTo(expected);
        }
        assertThat(feed.deliver()).isFalse();
    }

    @Test
    void shouldWaitForAPortThatHasNoFreeSlot() throws CaptureException {
        CaptureFeed feed = feed(pcap(new long[300]));
        assertThat(feed.deliver()).isTrue();
        assertThat(feed.deliver()).as("every slot waits").isFalse();
        assertThat(feed.peekTimestampNs()).isZero();
        assertThat(received(lan)).isEqualTo(256);
        assertThat(feed.deliver()).isTrue();
        assertThat(received(lan)).isEqualTo(44);
        assertThat(feed.delivered()).isEqualTo(300);
    }

    @Test
    void shouldHoldTheTimeOfFramesThatRunBackwardsOrHaveNone() throws CaptureException {
        CaptureFeed feed = feed(pcap(5, 3, 5, 4, 6));
        assertThat(feed.deliver()).isTrue();
        assertThat(received(lan)).isEqualTo(4);
        assertThat(burst.timestampNs).startsWith(5_000_000_000L, 5_000_000_000L, 5_000_000_000L, 5_000_000_000L);
        assertThat(feed.peekTimestampNs()).isEqualTo(6_000_000_000L);
        assertThat(feed.backwards()).isEqualTo(2);
        CaptureFeed simple = feed(named("lan").enhanced(0, 7, 60, frame(60, 0)).simple(60, frame(60, 0)));
        assertThat(simple.deliver()).isTrue();
        assertThat(received(lan)).isEqualTo(2);
        assertThat(burst.timestampNs[1]).isEqualTo(7000);
        assertThat(simple.untimed()).isEqualTo(1);
    }

    @Test
    void shouldSkipAndLimitInFramesOfTheFile() throws CaptureException {
        CaptureFeed feed = feed(pcap(1, 2, 3, 4, 5)).skip(1).limit(2);
        assertThat(feed.peekTimestampNs()).isEqualTo(2_000_000_000L);
        assertThat(feed.deliver()).isTrue();
        assertThat(feed.deliver()).isTrue();
        assertThat(feed.deliver()).isFalse();
        assertThat(feed.taken()).isEqualTo(2);
        assertThat(feed.skipped()).isEqualTo(1);
        assertThat(received(lan)).isEqualTo(2);
        assertThat(feed(pcap(1)).limit(0).peekTimestampNs()).isEqualTo(CaptureFeed.END);
    }

    @Test
    void shouldHandOverWhatStandsBeforeTheDamageAndThenNameIt() throws CaptureException {
        CaptureFeed feed = feed(pcap(1, 1, 2).u32(9).u32(9));
        assertThat(feed.deliver()).isTrue();
        assertThat(feed.failure()).isNull();
        assertThat(received(lan)).isEqualTo(2);
        assertThat(feed.deliver()).isTrue();
        assertThat(received(lan)).isEqualTo(1);
        assertThat(feed.peekTimestampNs()).isEqualTo(CaptureFeed.END);
        assertThat(feed.failure())
                .hasMessage("demo: record 4 at offset 252: record header cut off after 8 of 16 bytes");
        assertThat(feed.isAtEnd()).isTrue();
    }

    @Test
    void shouldStopAtAnUnsupportedLinkTypeOnlyWhereItsFramesAreWanted() throws CaptureException {
        CaptureBytes file = CaptureBytes.little().section();
        file.iface(1).iface(189, 0, file.fresh().option(2, "usb".getBytes(UTF_8)))
                .iface(189, 0, file.fresh().option(2, "wan".getBytes(UTF_8))).enhanced(0, 1, 60, frame(60, 0))
                .enhanced(1, 1, 60, frame(60, 0)).enhanced(2, 1, 60, frame(60, 0)).enhanced(0, 1, 60, frame(60, 0));
        CaptureFeed feed = feed(file);
        assertThat(feed.deliver()).isTrue();
        assertThat(received(lan)).isEqualTo(1);
        assertThat(feed.deliver()).isFalse();
        assertThat(feed.unmapped()).isEqualTo(1);
        assertThat(feed.failure()).hasMessageEndingWith("link type 189 of interface 2 (wan) is not supported");
        assertThat(received(wan)).isZero();
        assertThat(wan.available()).as("the slot came back").isEqualTo(FilePort.SLOTS);
    }

    @Test
    void shouldLeaveOutAndCountWhatTheCapturingHostSent() throws CaptureException {
        CaptureBytes file = CaptureBytes.little().pcapHeader(0xA1B2C3D4, 113);
        byte[] cooked = new byte[40];
        file.pcapRecord(1, 0, 40, cooked);
        byte[] outgoing = cooked.clone();
        outgoing[1] = 4;
        CaptureFeed feed = feed(file.pcapRecord(1, 0, 40, outgoing));
        assertThat(feed.deliver()).isTrue();
        assertThat(received(lan)).isEqualTo(1);
        assertThat(feed.outgoing()).isEqualTo(1);
        assertThat(feed.taken()).isEqualTo(feed.delivered() + feed.outgoing());
        assertThat(lan.available()).isEqualTo(FilePort.SLOTS);
    }
}

package org.hopwire.port.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.port.FrameQueue;
import org.hopwire.port.Port;
import org.hopwire.port.ReceivingPortContractTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.port.file.CaptureBytes.frame;

class FilePortTest extends ReceivingPortContractTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private CaptureWriter writer;
    private FilePort file;

    @Override
    protected Port open(String name) {
        try {
            writer = CaptureWriter.to(out, CaptureFormat.PCAPNG, "out");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writer.addInterface("other");
        file = new FilePort(name, 0x0200_0000_0001L, writer);
        return file;
    }

    @Override
    protected void arrive(int frames) {
        CaptureBytes capture = CaptureBytes.little().pcapHeader(0xA1B2C3D4, 1);
        for (int i = 0; i < frames; i++) {
            capture.pcapRecord(1, 0, arriving(i).length, arriving(i));
        }
        try {
            assertThat(new CaptureFeed(capture.reader(), List.of(), file).deliver()).isTrue();
        } catch (CaptureException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(file.pending()).isEqualTo(frames);
    }

    @Override
    protected int available() {
        return file.available();
    }

    @Test
    void shouldHoldAnyIpv4PacketAndABurstOfThem() throws CaptureException {
        CaptureBytes capture = CaptureBytes.little().pcapHeader(0xA1B2C3D4, 101);
        byte[] largest = frame(65_535, 0);
        largest[0] = 0x45;
        for (int i = 0; i < Burst.MAX_SIZE; i++) {
            capture.pcapRecord(1, 0, largest.length, largest);
        }
        new CaptureFeed(capture.reader(), List.of(), file).deliver();
        Burst burst = new Burst();
        assertThat(file.receive(burst)).isEqualTo(Burst.MAX_SIZE);
        assertThat(burst.length[0]).isEqualTo(14 + 65_535);
        assertThat(burst.flags[0]).isZero();
        assertThat(burst.tailroom[0]).isGreaterThanOrEqualTo(FrameQueue.MIN_TAILROOM);
        file.release(burst);
    }

    /** R-LEN-05: what the snap length cut is marked, so that nobody forwards or quotes it as whole. */
    @Test
    void shouldMarkWhatTheSnapLengthCutAndWhatExceedsASlot() throws CaptureException {
        CaptureBytes capture = CaptureBytes.little().pcapHeader(0xA1B2C3D4, 1).pcapRecord(1, 0, 1500, frame(96, 0))
                .pcapRecord(1, 0, 70_000, frame(70_000, 0)).pcapRecord(1, 0, 96, frame(96, 0));
        CaptureFeed feed = new CaptureFeed(capture.reader(), List.of(), file);
        feed.deliver();
        Burst burst = new Burst();
        assertThat(file.receive(burst)).isEqualTo(3);
        assertThat(burst.flags).startsWith(Burst.TRUNCATED, Burst.TRUNCATED, 0);
        assertThat(burst.originalLength).startsWith(1500, 70_000, 96);
        assertThat(burst.length).startsWith(96, FilePort.MAX_FRAME_LENGTH, 96);
        assertThat(feed.cut()).isEqualTo(1);
        file.release(burst);
    }

    @Test
    void shouldWriteWhatItSendsUnderItsOwnNameWithTheBurstsTime() throws IOException {
        Burst burst = foreignBurst(2);
        burst.timestampNs[0] = 1_700_000_000_000_000_123L;
        burst.timestampNs[1] = 1_700_000_000_000_000_124L;
        burst.originalLength[1] = 9000;
        assertThat(file.transmit(burst)).isEqualTo(2);
        file.flush();
        writer.close();
        CaptureBytes.Content content = CaptureBytes.read(out.toByteArray());
        assertThat(content.frames).extracting(CaptureBytes.Frame::timestampNs)
                .containsExactly(1_700_000_000_000_000_123L, 1_700_000_000_000_000_124L);
        assertThat(content.frames).allSatisfy(f -> {
            assertThat(content.reader.interfaces().get(f.interfaceId()).name()).isEqualTo("wan0");
            assertThat(f.originalLength()).as("what is sent is whole").isEqualTo(f.bytes().length);
        });
    }

    @Test
    void shouldAcceptNothingOnceTheWriterIsClosed() throws IOException {
        writer.close();
        assertThat(file.transmit(foreignBurst(1))).isZero();
    }

    @Test
    void shouldDropWhatItSendsWithoutAWriter() {
        try (FilePort silent = new FilePort("silent", 0, null)) {
            assertThat(silent.transmit(foreignBurst(3))).isEqualTo(3);
        }
    }

    @Test
    void shouldBeExhaustedOnlyWhenTheFileIsAtItsEndAndNothingWaits() throws CaptureException {
        assertThat(file.isExhausted()).as("no feed, nothing can arrive").isTrue();
        CaptureFeed feed = new CaptureFeed(CaptureBytes.little().pcapHeader(0xA1B2C3D4, 1)
                .pcapRecord(1, 0, 60, frame(60, 0)).reader(), List.of(), file);
        assertThat(file.isExhausted()).isFalse();
        feed.deliver();
        assertThat(feed.peekTimestampNs()).isEqualTo(CaptureFeed.END);
        assertThat(file.isExhausted()).as("a frame waits").isFalse();
        Burst burst = new Burst();
        file.receive(burst);
        file.release(burst);
        assertThat(file.isExhausted()).isTrue();
    }
}

package org.hopwire.peers;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.hopwire.time.VirtualClock;

import static org.assertj.core.api.Assertions.assertThat;

/** A recorded link given again, in virtual time, to an engine like the one that was there. */
final class PeerReplay implements AutoCloseable {
    private final LinkRecording recording;
    private final int version;
    private final String address;
    private final List<LinkRecording.Frame> sent = new ArrayList<>();
    private VirtualClock clock;
    private PeerEngine engine;
    private int next;

    PeerReplay(LinkRecording recording, int version, String address) {
        this.recording = recording;
        this.version = version;
        this.address = address;
    }

    /** Goes on to a moment; what the peers said until then has been heard by then. */
    void advanceTo(long timeNs) {
        List<LinkRecording.Frame> frames = recording.frames();
        for (; next < frames.size() && frames.get(next).timeNs() < timeNs; next++) {
            LinkRecording.Frame each = frames.get(next);
            if (engine != null && !each.isOurs()) {
                pass(each.timeNs());
                engine.put(each.bytes());
                collect();
            }
        }
        if (engine != null) {
            pass(timeNs);
        }
    }

    private void pass(long timeNs) {
        for (long due = engine.nextDeadlineNs(); due <= timeNs; due = engine.nextDeadlineNs()) {
            clock.advanceTo(due);
            engine.run();
            collect();
        }
        clock.advanceTo(timeNs);
        engine.run();
        collect();
    }

    private void collect() {
        engine.sent().forEach(bytes -> sent
                .add(new LinkRecording.Frame(clock.nowNs(), HexFormat.of().formatHex(bytes))));
    }

    /** Our engine begins. */
    void start(long timeNs) {
        advanceTo(timeNs);
        clock = new VirtualClock(timeNs, timeNs);
        engine = new PeerEngine(version, address, clock);
        // the first turn starts the agents, the second sends what they began with
        engine.run();
        engine.run();
        collect();
    }

    /** Our engine is gone without a word. */
    void kill(long timeNs) {
        advanceTo(timeNs);
        close();
    }

    /** Our engine. */
    PeerEngine engine() {
        return engine;
    }

    /** All that our engine has said. */
    List<LinkRecording.Frame> sent() {
        return sent;
    }

    @Override
    public void close() {
        if (engine != null) {
            assertThat(engine.failures()).isEmpty();
            engine.close();
            engine = null;
        }
    }
}

package org.hopwire.peers;

import org.junit.jupiter.api.Tag;

/** What {@link LinuxHostTest} asks of the recorded hosts, of hosts that live now. */
@Tag("live")
class LinuxHostLiveTest extends LinuxHostTest {
    @Override
    long lateNs() {
        // a build machine has more to do
        return 500_000_000;
    }

    @Override
    LinkRecording recording(String session) {
        return LinkRecording.of(LiveRecording.of(session), session);
    }
}

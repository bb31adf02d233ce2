package org.hopwire.peers;

import org.junit.jupiter.api.Tag;

/** What {@link FrrTest} asks of the recorded querier, of one that runs, dies and comes back now. */
@Tag("live")
class FrrLiveTest extends FrrTest {
    @Override
    LinkRecording recording(String session) {
        return LinkRecording.of(LiveRecording.of(session), session);
    }
}

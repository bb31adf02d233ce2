package org.hopwire.peers;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;

/** What {@link LinuxBridgeTest} asks of the recorded bridge, of the one of this kernel. */
@Tag("live")
class LinuxBridgeLiveTest extends LinuxBridgeTest {
    @Override
    Path folder() {
        return LiveRecording.of("bridge");
    }
}

package org.hopwire.port.linux.packet;

import org.hopwire.port.linux.LinuxPortConfig;
import org.junit.jupiter.api.Tag;

/** AF_PACKET with a virtio-net header in front of every frame. */
@Tag("live")
class VnetPacketPortTest extends BlockPacketPortTest {
    @Override
    protected LinuxPortConfig config() {
        return super.config().withVnetHdr(true);
    }
}

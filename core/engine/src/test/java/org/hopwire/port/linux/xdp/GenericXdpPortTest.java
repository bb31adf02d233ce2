package org.hopwire.port.linux.xdp;

import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.LinuxPortConfig.XdpMode;
import org.junit.jupiter.api.Tag;

/** AF_XDP with the program in the kernel's stack. */
@Tag("live")
class GenericXdpPortTest extends NativeXdpPortTest {
    @Override
    protected LinuxPortConfig config() {
        return super.config().withXdpMode(XdpMode.GENERIC);
    }
}

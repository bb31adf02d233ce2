package org.hopwire.live;

import org.hopwire.engine.config.PortKind;

/** The core of {@link PingTools} over AF_XDP. */
class XdpPingLiveTest extends PingTools {
    @Override
    PortKind kind() {
        return PortKind.AF_XDP;
    }
}

package org.hopwire.live;

import org.hopwire.engine.config.PortKind;

/** The core of {@link PingTools} over TAP interfaces, the hosts' own. */
class TapPingLiveTest extends PingTools {
    @Override
    PortKind kind() {
        return PortKind.TAP;
    }
}

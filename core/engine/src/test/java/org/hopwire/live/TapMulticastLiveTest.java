package org.hopwire.live;

import org.hopwire.engine.config.PortKind;

/** {@link MulticastTools} over TAP interfaces, the hosts' own. */
class TapMulticastLiveTest extends MulticastTools {
    @Override
    PortKind kind() {
        return PortKind.TAP;
    }
}

package org.hopwire.live;

import org.hopwire.engine.config.PortKind;

/** {@link MulticastTools} over AF_XDP. */
class XdpMulticastLiveTest extends MulticastTools {
    @Override
    PortKind kind() {
        return PortKind.AF_XDP;
    }
}

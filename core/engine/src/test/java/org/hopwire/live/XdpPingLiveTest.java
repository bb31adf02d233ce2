package org.hopwire.live;

import org.hopwire.engine.config.PortKind;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The core of {@link PingTools} over AF_XDP. */
class XdpPingLiveTest extends PingTools {
    @Override
    PortKind kind() {
        return PortKind.AF_XDP;
    }

    @Override
    void prepare() {
        super.prepare();
        assumeTrue(bed.engine.notices().isEmpty(), () -> String.join("; ", bed.engine.notices()));
    }
}

package org.hopwire.port.linux;

import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.testkit.VethPair;

/** Ways to reach a veth interface. */
enum Way {
    SLOTS(PortKind.AF_PACKET, LinuxPortConfig.defaults()),
    BLOCKS(PortKind.AF_PACKET, LinuxPortConfig.defaults().withVersion(3)),
    XDP_NATIVE(PortKind.AF_XDP, LinuxPortConfig.defaults().withXdpMode(LinuxPortConfig.XdpMode.NATIVE)),
    XDP_GENERIC(PortKind.AF_XDP, LinuxPortConfig.defaults().withXdpMode(LinuxPortConfig.XdpMode.GENERIC));

    private final PortKind kind;
    // a record of plain values
    @SuppressWarnings("ImmutableEnumChecker")
    private final LinuxPortConfig options;

    Way(PortKind kind, LinuxPortConfig options) {
        this.kind = kind;
        this.options = options;
    }

    /** Skips the test where this way is not to be had. */
    void require() {
        BpfAccess.requireIf(kind == PortKind.AF_XDP);
    }

    /** A port at a cable's near end. */
    PortConfig port(String name, VethPair cable, String address) {
        return PortConfig.device(name, kind, VethPair.NEAR, address)
                .withOptions(options.withNamespace(cable.nearNamespace()));
    }
}

package org.hopwire.port.linux;

import org.hopwire.port.linux.sys.Descriptor;

/**
 * Whether an interface merges TCP segments before anybody sees them (GRO, LRO): good for the kernel's own connections,
 * bad for what only passes through, for the result is longer than a slot of the ring and than any link it should leave
 * by.
 */
public final class ReceiveOffload {
    private static final int GET_GRO = 0x2b;
    private static final int LRO = 1 << 15;

    private ReceiveOffload() {}

    /** Whether it does, for an interface of the calling thread's network namespace; one that cannot tell does not. */
    public static boolean isOn(String device) {
        try (Descriptor socket = Device.socketFor(device)) {
            return EthTool.get(socket, device, GET_GRO) != 0
                    || (EthTool.get(socket, device, EthTool.GET_FLAGS) & LRO) != 0;
        }
    }

    /** The request, with a notice where the interface does. */
    public static PortRequest warn(PortRequest request, String device) {
        if (!isOn(device)) {
            return request;
        }
        String line = request.label() + ": merges TCP segments (GRO, LRO), which are then lost as too long: ethtool -K "
                + device + " gro off lro off rx-gro-hw off, or options.vnet_hdr";
        return request.withNotice(line);
    }
}

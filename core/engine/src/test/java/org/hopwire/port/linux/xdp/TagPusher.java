package org.hopwire.port.linux.xdp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.bpf.Assembler;
import org.hopwire.port.linux.bpf.Bpf;
import org.hopwire.port.linux.sys.CallState;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.NetworkNamespace;

/** Puts what an interface sends into a VLAN as a VLAN interface does: with the tag beside the frame, for hardware. */
final class TagPusher {
    private static final int BPF = "aarch64".equals(System.getProperty("os.arch")) ? 280 : 321;
    private static final int LINK_CREATE = 28;
    private static final int EGRESS = 47;
    private static final int PUSH = 18;

    private TagPusher() {}

    /** Until the descriptor is closed. */
    static Descriptor push(String namespace, String device, int vlan) {
        return NetworkNamespace.call(namespace, () -> {
            long[] code = new Assembler().set(2, 0x0081).set(3, vlan).call(PUSH).set(0, 0).exit().assemble();
            try (Descriptor program = Bpf.load(device, Bpf.Hook.INGRESS, code); Arena arena = Arena.ofConfined()) {
                MemorySegment attributes = arena.allocate(144, Long.BYTES);
                attributes.set(ValueLayout.JAVA_INT, 0, program.fd());
                attributes.set(ValueLayout.JAVA_INT, 4, Device.find(device).index());
                attributes.set(ValueLayout.JAVA_INT, 8, EGRESS);
                CallState state = CallState.onHeap();
                long link = LibC.syscall(state, BPF, LINK_CREATE, attributes.address(), attributes.byteSize());
                if (link < 0) {
                    throw new IllegalStateException("BPF_LINK_CREATE at egress: errno " + state.errno());
                }
                return Descriptor.adopt(device, (int) link);
            }
        });
    }
}

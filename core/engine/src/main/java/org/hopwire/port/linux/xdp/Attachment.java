package org.hopwire.port.linux.xdp;

import org.hopwire.port.linux.LinuxPortConfig.XdpMode;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.bpf.Bpf;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.SystemCallException;

/** Map, program and link of one port: all gone once closed, or once the process has ended, however it ended. */
final class Attachment implements AutoCloseable {
    private static final int NATIVE = 4;
    private static final int GENERIC = 2;

    private final String device;
    private final Descriptor map;
    private final Descriptor program;
    private final Descriptor link;
    private final boolean isNative;

    private Attachment(String device, Descriptor map, Descriptor program, Descriptor link, boolean isNative) {
        this.device = device;
        this.map = map;
        this.program = program;
        this.link = link;
        this.isNative = isNative;
    }

    /** Attaches to an interface, in its driver where that works and was not ruled out. */
    static Attachment attach(PortRequest request, int index) {
        String device = request.label();
        Descriptor map = Bpf.socketMap(device, request.config().queue() + 1);
        Descriptor program = null;
        try {
            program = Bpf.load(device, Bpf.Hook.XDP, request.config().passOthers()
                    ? RedirectProgram.controlProtocols(map.fd())
                    : RedirectProgram.everything(map.fd()));
            return attach(device, map, program, index, request.config().xdpMode());
        } catch (RuntimeException e) {
            if (program != null) {
                program.close();
            }
            map.close();
            throw e;
        }
    }

    private static Attachment attach(String device, Descriptor map, Descriptor program, int index, XdpMode mode) {
        if (mode != XdpMode.GENERIC) {
            try {
                return new Attachment(device, map, program, Bpf.attach(device, Bpf.Hook.XDP, program, index, NATIVE),
                        true);
            } catch (SystemCallException e) {
                // a driver without XDP, or an MTU too large for it
                if (mode == XdpMode.NATIVE || e.isPermission()) {
                    throw e;
                }
            }
        }
        return new Attachment(device, map, program, Bpf.attach(device, Bpf.Hook.XDP, program, index, GENERIC), false);
    }

    /** Whether the program runs in the driver. */
    boolean isNative() {
        return isNative;
    }

    /** From now on the queue's frames go to a socket. */
    void enter(int queue, Descriptor socket) {
        Bpf.enter(device, map, queue, socket);
    }

    @Override
    public void close() {
        link.close();
        program.close();
        map.close();
    }
}

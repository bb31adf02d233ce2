package org.hopwire.port.linux.xdp;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.PortRequest;

/**
 * Hands the one program of an interface to the sockets of its queues, each opened by the worker that owns it: whoever
 * comes first attaches it, after the interface was made anew, too.
 */
final class SharedProgram {
    private final PortRequest request;
    private final Device device;
    private final int queues;
    private Attachment attached;

    /** {@code queues} are those up to the last one that gets a socket. */
    SharedProgram(PortRequest request, Device device, int queues) {
        this.request = request;
        this.device = device;
        this.queues = queues;
    }

    /** The program on an interface; whoever gets it closes it. */
    synchronized Attachment hold(int index) {
        if (attached == null || !attached.hold(index)) {
            attached = Attachment.attach(request, device, index, queues);
        }
        return attached;
    }
}

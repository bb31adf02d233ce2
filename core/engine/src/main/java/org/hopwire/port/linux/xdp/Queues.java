package org.hopwire.port.linux.xdp;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.PortRequest;

/** Which receive queues of an interface get a socket, and what is lost where they are not all. */
final class Queues {
    private Queues() {}

    /**
     * Compares the queues wanted with those there are, which not every driver tells.
     *
     * @return the request, with a notice where some of the traffic arrives elsewhere
     * @throws IllegalArgumentException if there are fewer
     */
    static PortRequest check(PortRequest request, Device device, int count) {
        int queues = device.receiveQueues();
        int first = request.config().queue();
        int last = first + count - 1;
        if (queues > 0 && last >= queues) {
            throw new IllegalArgumentException("port " + request.name() + " options.queue: " + wanted(first, count)
                    + ", and " + device.name() + " has " + queues + "; ethtool -L sets it");
        }
        return queues <= count
                ? request
                : request.withNotice(
                        request.label() + ": what arrives in receive queues other than " + range(first, last)
                                + " is not ours to see; ethtool -L " + device.name()
                                + ", or as many engine workers as queues");
    }

    private static String wanted(int first, int count) {
        return count == 1
                ? "there is no receive queue " + first
                : "engine workers: " + count + " need receive queues " + range(first, first + count - 1);
    }

    private static String range(int first, int last) {
        return first == last ? "" + first : first + " to " + last;
    }
}

package org.hopwire.port.linux;

import org.hopwire.port.linux.sys.SystemCallException;

/**
 * Which port is wanted.
 *
 * @param name of the port
 * @param device interface, or {@code fd:N} for a descriptor that a parent process left open
 * @param config how to open it
 * @param isPromiscuous whether frames for other stations are taken
 * @param notice what a person should know of how it came to this request; empty for nothing
 */
public record PortRequest(String name, String device, LinuxPortConfig config, boolean isPromiscuous, String notice) {
    /** What a device begins with that is the number of a descriptor. */
    public static final String INHERITED = "fd:";

    /** Checks that there is a device to open. */
    public PortRequest {
        if (device == null || device.isBlank()) {
            throw new IllegalArgumentException("port " + name + " device: which interface is missing");
        }
        if (config.exclusive() && device.startsWith(INHERITED)) {
            throw new IllegalArgumentException("port " + name + " exclusive: nobody knows in which network namespace "
                    + device + " was bound");
        }
    }

    /** A request as it was asked for. */
    public PortRequest(String name, String device, LinuxPortConfig config, boolean isPromiscuous) {
        this(name, device, config, isPromiscuous, "");
    }

    /** The same opened in another way. */
    public PortRequest withConfig(LinuxPortConfig other) {
        return new PortRequest(name, device, other, isPromiscuous, notice);
    }

    /** The same taking frames for other stations, too. */
    public PortRequest withEveryStation() {
        return new PortRequest(name, device, config, true, notice);
    }

    /** The same with something to tell. */
    public PortRequest withNotice(String line) {
        return new PortRequest(name, device, config, isPromiscuous, notice.isEmpty() ? line : notice + "; " + line);
    }

    /** Number of an inherited descriptor, or -1 where the device is an interface's name. */
    public int inheritedFd() {
        if (!device.startsWith(INHERITED)) {
            return -1;
        }
        try {
            return Integer.parseUnsignedInt(device.substring(INHERITED.length()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "port " + name + " device: \"" + device + "\" is not fd: and a number", e);
        }
    }

    /** What to call the port in an error message. */
    public String label() {
        return "port " + name + " (" + device + ")";
    }

    /** An error of the kernel's as one of the port's. */
    public SystemCallException failure(String call, int errno, String advice) {
        return new SystemCallException(label(), call, errno, advice);
    }
}

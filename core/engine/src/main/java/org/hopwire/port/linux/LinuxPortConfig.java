package org.hopwire.port.linux;

/**
 * How a Linux port is opened; what is absent has a value that suits most interfaces.
 *
 * @param ringFrames frames the kernel may hold for us, 64 to 262144, rounded up to whole blocks; 4096 where absent
 * @param version ring of an AF_PACKET port: 2 hands over each frame as it arrives, 3 whole blocks of them, at most 1 ms
 *     later; where absent 2, or 3 with {@code vnetHdr}
 * @param vnetHdr whether large segments of local senders (TSO) are asked for with a virtio-net header, which says how
 * to
 *     cut them into frames; without it they are lost, being longer than a slot; false where absent
 * @param fanoutGroup number, 0 to 65535, that several AF_PACKET ports on one interface share, so that each gets a part
 *     of the flows; none where absent
 * @param promiscuous whether frames for other stations are taken too; where absent, only if the port's MAC is not the
 *     interface's own, or the engine is a switch
 * @param allMulticast whether every group's frames are taken, and not those of 224.0.0.1 and 224.0.0.2 alone; true
 *     where absent
 * @param namespace network namespace the interface is in, by name or path; our own where absent
 * @param xdpMode how an AF_XDP program is attached; where absent the fastest that works, or AF_PACKET if none does
 * @param queue receive queue of an AF_XDP port, the first one's of several workers; 0 where absent
 * @param passOthers whether an AF_XDP port leaves what is neither ICMP, IGMP nor PIM to the kernel's own stack; ARP
 *     reaches both; false where absent
 * @param exclusive whether an AF_PACKET port keeps what arrives from the kernel's own stack, as AF_XDP does; false
 *     where absent
 */
public record LinuxPortConfig(Integer ringFrames, Integer version, Boolean vnetHdr, Integer fanoutGroup,
        Boolean promiscuous, Boolean allMulticast, String namespace, XdpMode xdpMode, Integer queue,
        Boolean passOthers, Boolean exclusive) {
    private static final int LEAST_FRAMES = 64;
    private static final int MOST_FRAMES = 262_144;
    private static final int MOST_GROUP = 65_535;
    private static final int MOST_QUEUE = 4095;

    /** How an XDP program runs. */
    public enum XdpMode {
        /** In the driver, or else in the kernel's stack. */
        AUTO,
        /** In the driver. */
        NATIVE,
        /** In the kernel's stack, behind the driver: any interface can. */
        GENERIC
    }

    /** Fills in what is absent and checks the rest. */
    public LinuxPortConfig {
        requireRange("ring_frames", ringFrames, LEAST_FRAMES, MOST_FRAMES);
        vnetHdr = vnetHdr != null && vnetHdr;
        if (version == null) {
            version = vnetHdr ? 3 : 2;
        }
        requireRange("version", version, 2, 3);
        if (vnetHdr && version != 3) {
            throw new IllegalArgumentException("version: " + version + " has no room for what vnet_hdr brings; 3 has");
        }
        requireRange("fanout_group", fanoutGroup, 0, MOST_GROUP);
        allMulticast = allMulticast == null || allMulticast;
        xdpMode = xdpMode == null ? XdpMode.AUTO : xdpMode;
        queue = queue == null ? 0 : queue;
        requireRange("queue", queue, 0, MOST_QUEUE);
        passOthers = passOthers != null && passOthers;
        exclusive = exclusive != null && exclusive;
        if (namespace != null && namespace.isBlank()) {
            throw new IllegalArgumentException("namespace: \"" + namespace + "\" is no name");
        }
    }

    private static void requireRange(String field, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new IllegalArgumentException(field + ": " + value + " is not " + least + " to " + most);
        }
    }

    /** What suits most interfaces. */
    public static LinuxPortConfig defaults() {
        return new LinuxPortConfig(null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same with a ring for another number of frames. */
    public LinuxPortConfig withRingFrames(int frames) {
        return new LinuxPortConfig(frames, version, vnetHdr, fanoutGroup, promiscuous, allMulticast, namespace,
                xdpMode, queue, passOthers, exclusive);
    }

    /** The same with another ring version. */
    public LinuxPortConfig withVersion(int newVersion) {
        return new LinuxPortConfig(ringFrames, newVersion, vnetHdr, fanoutGroup, promiscuous, allMulticast, namespace,
                xdpMode, queue, passOthers, exclusive);
    }

    /** The same with virtio-net headers, or without. */
    public LinuxPortConfig withVnetHdr(boolean isUsed) {
        return new LinuxPortConfig(ringFrames, isUsed ? Integer.valueOf(3) : version, isUsed, fanoutGroup, promiscuous,
                allMulticast, namespace,
                xdpMode, queue, passOthers, exclusive);
    }

    /** The same in a fanout group. */
    public LinuxPortConfig withFanoutGroup(int group) {
        return new LinuxPortConfig(ringFrames, version, vnetHdr, group, promiscuous, allMulticast, namespace, xdpMode,
                queue, passOthers, exclusive);
    }

    /** The same, taking frames for other stations or not. */
    public LinuxPortConfig withPromiscuous(boolean isTaken) {
        return new LinuxPortConfig(ringFrames, version, vnetHdr, fanoutGroup, isTaken, allMulticast, namespace,
                xdpMode, queue, passOthers, exclusive);
    }

    /** The same in a network namespace. */
    public LinuxPortConfig withNamespace(String name) {
        return new LinuxPortConfig(ringFrames, version, vnetHdr, fanoutGroup, promiscuous, allMulticast, name, xdpMode,
                queue, passOthers, exclusive);
    }

    /** The same with another way to attach an XDP program. */
    public LinuxPortConfig withXdpMode(XdpMode mode) {
        return new LinuxPortConfig(ringFrames, version, vnetHdr, fanoutGroup, promiscuous, allMulticast, namespace,
                mode, queue, passOthers, exclusive);
    }

    /** The same on another receive queue. */
    public LinuxPortConfig withQueue(int number) {
        return new LinuxPortConfig(ringFrames, version, vnetHdr, fanoutGroup, promiscuous, allMulticast, namespace,
                xdpMode, number, passOthers, exclusive);
    }

    /** The same, leaving other protocols to the kernel or not. */
    public LinuxPortConfig withPassOthers(boolean isPassed) {
        return new LinuxPortConfig(ringFrames, version, vnetHdr, fanoutGroup, promiscuous, allMulticast, namespace,
                xdpMode, queue, isPassed, exclusive);
    }

    /** The same, keeping frames from the kernel's own stack or not. */
    public LinuxPortConfig withExclusive(boolean isExclusive) {
        return new LinuxPortConfig(ringFrames, version, vnetHdr, fanoutGroup, promiscuous, allMulticast, namespace,
                xdpMode, queue, passOthers, isExclusive);
    }
}

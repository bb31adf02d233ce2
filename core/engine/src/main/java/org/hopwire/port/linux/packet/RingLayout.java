package org.hopwire.port.linux.packet;

import org.hopwire.port.linux.LinuxPortConfig;

/**
 * Sizes of a receive ring.
 *
 * @param version 2 or 3
 * @param blockBytes of one block, a power of two
 * @param blocks how many
 * @param frameBytes of one slot, a power of two; of version 3 only a figure the kernel asks for
 */
record RingLayout(int version, int blockBytes, int blocks, int frameBytes) {
    /** Bytes asked for in front of each frame beside the kernel's own header: enough for any port's promise. */
    static final int RESERVE = 64;

    /** Kernel's header, its socket address, the reserve, and where the network header is aligned to. */
    private static final int FRONT = 160;
    /** Room behind a frame for what an ICMP error appends. */
    private static final int BACK = 256;
    private static final int VLAN_ETHERNET = 18;
    private static final int LONGEST_DATAGRAM = 65_535;
    private static final int SMALLEST_FRAME = 2048;
    private static final int SMALLEST_BLOCK = 1 << 18;
    private static final int BLOCK_OF_VERSION_3 = 1 << 19;
    private static final int DEFAULT_FRAMES = 4096;
    private static final int LEAST_FRAMES = 64;
    private static final int DEFAULT_BYTES = 1 << 24;
    private static final int LEAST_BLOCKS_OF_VERSION_3 = 8;

    static RingLayout of(LinuxPortConfig config, int mtu) {
        int frame = Math.max(SMALLEST_FRAME, powerOfTwo(FRONT + VLAN_ETHERNET + mtu + BACK));
        if (config.version() == 3) {
            int frames = config.ringFrames() == null ? DEFAULT_FRAMES : config.ringFrames();
            int blocks = Math.max(LEAST_BLOCKS_OF_VERSION_3,
                    ceiling((long) frames * SMALLEST_FRAME, BLOCK_OF_VERSION_3));
            return new RingLayout(3, BLOCK_OF_VERSION_3, blocks, SMALLEST_FRAME);
        }
        int block = Math.max(SMALLEST_BLOCK, frame);
        int frames = config.ringFrames() == null
                ? Math.clamp(DEFAULT_BYTES / frame, LEAST_FRAMES, DEFAULT_FRAMES)
                : config.ringFrames();
        return new RingLayout(2, block, ceiling((long) frames * frame, block), frame);
    }

    private static int powerOfTwo(int bytes) {
        return Integer.highestOneBit(bytes - 1) << 1;
    }

    private static int ceiling(long bytes, int block) {
        return (int) ((bytes + block - 1) / block);
    }

    /** Largest MTU whose frames the slots hold; those of version 3 have any length. */
    int largestMtu() {
        return version == 3 ? LONGEST_DATAGRAM : frameBytes - FRONT - VLAN_ETHERNET - BACK;
    }

    int frames() {
        return blockBytes / frameBytes * blocks;
    }

    long bytes() {
        return (long) blockBytes * blocks;
    }
}

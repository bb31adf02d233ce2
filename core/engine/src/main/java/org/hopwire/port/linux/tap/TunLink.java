package org.hopwire.port.linux.tap;

import org.hopwire.memory.OffHeap;
import org.hopwire.port.FrameQueue;

/**
 * The link layer a TUN interface does not have: an Ethernet header for each packet that comes in, none for each that
 * goes out, and an answer to whoever asks for the station at the other end.
 */
final class TunLink {
    /** Bytes of an Ethernet header. */
    static final int ETHERNET = 14;
    private static final int TYPE = 12;
    private static final int ARP_BYTES = 42;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int ARP = 0x0806;
    /** Locally administered addresses of the kernel's end and of ours, as their bytes lie in memory. */
    private static final int[] KERNEL_END = {0x02, 0x68, 0x77, 0xff, 0x00, 0x01};
    private static final int[] OUR_END = {0x02, 0x68, 0x77, 0xff, 0x00, 0x02};

    private static final int OPERATION = 20;
    private static final int SENDER = 22;
    private static final int SENDER_ADDRESS = 28;
    private static final int TARGET = 32;
    private static final int TARGET_ADDRESS = 38;

    private TunLink() {}

    /** Writes the header in front of a packet; false if it is neither IPv4 nor IPv6. */
    static boolean writeHeader(long frame) {
        int type = switch (OffHeap.getByte(frame + ETHERNET) >>> 4) {
            case 4 -> IPV4;
            case 6 -> IPV6;
            default -> 0;
        };
        put(frame, OUR_END);
        put(frame + OUR_END.length, KERNEL_END);
        OffHeap.putNetworkShort(frame + TYPE, type);
        return type != 0;
    }

    /** Whether a frame holds an IP packet: nothing else can leave. */
    static boolean isPacket(long frame, int length) {
        int type = length < ETHERNET ? 0 : OffHeap.getNetworkShort(frame + TYPE);
        return type == IPV4 || type == IPV6;
    }

    /** Answers an ARP request for any address but the asker's own, as the other end would. */
    static void answer(long frame, int length, FrameQueue queue) {
        if (length < ARP_BYTES || OffHeap.getNetworkShort(frame + TYPE) != ARP
                || OffHeap.getNetworkShort(frame + OPERATION) != 1) {
            return;
        }
        int asker = OffHeap.getInt(frame + SENDER_ADDRESS);
        int target = OffHeap.getInt(frame + TARGET_ADDRESS);
        long reply = asker == 0 || asker == target ? 0 : queue.reserve();
        if (reply == 0) {
            return;
        }
        OffHeap.copy(frame, reply, ARP_BYTES);
        OffHeap.copy(frame + KERNEL_END.length, reply, KERNEL_END.length);
        put(reply + KERNEL_END.length, KERNEL_END);
        OffHeap.putNetworkShort(reply + OPERATION, 2);
        put(reply + SENDER, KERNEL_END);
        OffHeap.putInt(reply + SENDER_ADDRESS, target);
        OffHeap.copy(frame + SENDER, reply + TARGET, KERNEL_END.length);
        OffHeap.putInt(reply + TARGET_ADDRESS, asker);
        queue.commit(reply, ARP_BYTES, ARP_BYTES, 0, 0, 0);
    }

    private static void put(long address, int[] mac) {
        for (int i = 0; i < mac.length; i++) {
            OffHeap.putByte(address + i, mac[i]);
        }
    }
}

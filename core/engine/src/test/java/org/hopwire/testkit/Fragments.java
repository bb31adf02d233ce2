package org.hopwire.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts frames into fragments and puts fragments together, the plain way, octet by octet: written from RFC 791 and
 * nothing of the engine's.
 */
public final class Fragments {
    private static final int IP = 14;
    private static final int UNIT = 8;

    private Fragments() {}

    /** Octets of the IP header of an untagged frame. */
    public static int headerLength(byte... frame) {
        return (frame[IP] & 0xf) * 4;
    }

    private static int u16(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getShort(at) & 0xffff;
    }

    /** What is behind the IP header, without padding. */
    public static byte[] payload(byte... frame) {
        return Arrays.copyOfRange(frame, IP + headerLength(frame), IP + u16(frame, IP + 2));
    }

    /** Offset in octets. */
    public static int offset(byte... frame) {
        return (u16(frame, IP + 6) & 0x1fff) * UNIT;
    }

    /** Whether more fragments follow. */
    public static boolean hasMore(byte... frame) {
        return (u16(frame, IP + 6) & 0x2000) != 0;
    }

    /** One fragment: octets {@code from} to {@code to} of a frame's payload, with all of its header. */
    public static byte[] cut(byte[] frame, int from, int to, boolean more) {
        return piece(frame, from, more, Arrays.copyOfRange(payload(frame), from, to));
    }

    /** A fragment with any data at any offset, behind the header of a frame. */
    public static byte[] piece(byte[] frame, int offset, boolean more, byte... data) {
        int header = headerLength(frame);
        byte[] fragment = Arrays.copyOf(frame, IP + header + data.length);
        System.arraycopy(data, 0, fragment, IP + header, data.length);
        ByteBuffer.wrap(fragment).putShort(IP + 2, (short) (header + data.length))
                .putShort(IP + 6, (short) ((more ? 0x2000 : 0) | offset / UNIT)).putShort(IP + 10, (short) 0);
        ByteBuffer.wrap(fragment).putShort(IP + 10, (short) Packets.checksum(fragment, IP, header));
        return fragment;
    }

    /** All of a frame, in fragments of {@code step} octets of data, a multiple of 8. */
    public static List<byte[]> every(int step, byte... frame) {
        List<byte[]> fragments = new ArrayList<>();
        int size = payload(frame).length;
        for (int from = 0; from < size; from += step) {
            int to = Math.min(from + step, size);
            fragments.add(cut(frame, from, to, to < size));
        }
        return fragments;
    }

    /** The payload that fragments of one datagram make; fails where octets are missing or there twice. */
    public static byte[] together(Collection<byte[]> fragments) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        List<byte[]> inOrder = fragments.stream().sorted(Comparator.comparingInt(Fragments::offset)).toList();
        for (int i = 0; i < inOrder.size(); i++) {
            byte[] each = inOrder.get(i);
            if (offset(each) != whole.size() || hasMore(each) == (i == inOrder.size() - 1)) {
                throw new AssertionError("fragment at " + offset(each) + " behind " + whole.size() + " octets");
            }
            whole.writeBytes(payload(each));
        }
        return whole.toByteArray();
    }
}

package org.hopwire.port.file;

import java.util.Arrays;

import org.hopwire.memory.Burst;

/**
 * One captured frame, reused from record to record: what it names is valid until the next call of
 * {@link CaptureReader#next}.
 */
public final class CaptureRecord {
    private final LinkLayer linkLayer = new LinkLayer();
    private FormatReader reader;
    private CaptureInterface source;
    private byte[] window;
    private int offset;
    private int length;
    private long originalLength;
    private boolean timed;
    private long timestampNs;

    void data(byte[] array, int start, int captured, long onWire) {
        window = array;
        offset = start;
        length = captured;
        // a wire length below the captured one is a mistake of the writer, not less data
        originalLength = Math.max(onWire, captured);
        dropFrameCheckSequence(source.fcsLength());
    }

    private void dropFrameCheckSequence(int fcsLength) {
        originalLength = Math.max(originalLength - fcsLength, 0);
        length = (int) Math.min(length, originalLength);
    }

    void origin(FormatReader from, CaptureInterface captured, boolean hasTime, long timeNs) {
        reader = from;
        source = captured;
        timed = hasTime;
        timestampNs = timeNs;
    }

    /** The interface it was captured on. */
    public CaptureInterface captureInterface() {
        return source;
    }

    /** Index of that interface in {@link CaptureReader#interfaces}. */
    public int interfaceId() {
        return source.index();
    }

    /** Nanoseconds since 1970 UTC; 0 where {@link #hasTimestamp} is false. */
    public long timestampNs() {
        return timestampNs;
    }

    /** Whether the file tells when it was captured; a simple packet block does not. */
    public boolean hasTimestamp() {
        return timed;
    }

    /** Bytes captured, link layer as in the file, without frame check sequence. */
    public int length() {
        return length;
    }

    /** Bytes it had on the wire, without frame check sequence; never less than {@link #length}. */
    public long originalLength() {
        return originalLength;
    }

    /** Whether the snap length cut it. */
    public boolean isTruncated() {
        return length < originalLength;
    }

    /** A copy of the captured bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(window, offset, offset + length);
    }

    /**
     * Writes the frame as Ethernet, with a made-up header where the link has none or another.
     *
     * @param address where the frame's first byte goes
     * @param capacity room there in bytes, at least 14; a longer frame is cut and marked truncated
     * @param localMac 48-bit address of the port that receives it: the destination of frames for this host
     * @return false if the frame is no received one (the capturing host sent it): nothing was written
     * @throws CaptureException if the link type is not one of ETHERNET, RAW, IPV4, NULL, LOOP, LINUX_SLL, LINUX_SLL2
     */
    public boolean copyFrame(long address, int capacity, long localMac) throws CaptureException {
        LinkLayer.LinkType type = LinkLayer.LinkType.of(source.linkType());
        if (type == null) {
            throw reader.failure("link type " + source.linkType() + " of " + source + " is not supported");
        }
        return linkLayer.write(this, type, address, capacity, localMac);
    }

    /** Bytes that the last {@link #copyFrame} wrote. */
    public int frameLength() {
        return linkLayer.length();
    }

    /** Bytes the Ethernet frame of the last {@link #copyFrame} had on the wire. */
    public int frameOriginalLength() {
        return linkLayer.originalLength();
    }

    /** {@link Burst#TRUNCATED} if the last {@link #copyFrame} wrote less than was on the wire, else 0. */
    public int frameFlags() {
        return linkLayer.length() < linkLayer.originalLength() ? Burst.TRUNCATED : 0;
    }

    /** Whether the last {@link #copyFrame} wrote less than was captured. */
    public boolean isFrameCut() {
        return linkLayer.isCut();
    }

    byte[] window() {
        return window;
    }

    int offset() {
        return offset;
    }
}

package org.hopwire.port.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a capture: pcapng with one named interface per port, or classic pcap with nanoseconds. The same frames give
 * the same bytes, whatever the machine.
 *
 * <p>Frames wait in a buffer that is written out when full, always in whole records. When writing fails (the disk is
 * full) a plain file is cut back to its last whole record, {@link #failure} says why, and everything after is refused:
 * whoever forwards goes on.
 */
public final class CaptureWriter implements AutoCloseable {
    private static final int BUFFER_LENGTH = 1 << 18;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_COMMENT = 1024;

    private final String name;
    private final CaptureFormat format;
    private final CaptureOutput out;
    private final FormatWriter layout;
    private final List<Written> interfaces = new ArrayList<>();
    private String lastComment;
    private byte[] lastCommentBytes;
    private long records;
    private long writtenBytes;
    private IOException failure;
    private boolean closed;

    CaptureWriter(CaptureOutput out, CaptureFormat format, String name) throws IOException {
        this.name = name;
        this.format = format;
        this.out = out;
        layout = format == CaptureFormat.PCAP ? new PcapWriter(BUFFER_LENGTH) : new PcapngWriter(BUFFER_LENGTH);
        layout.putHeader();
        writeOut();
        throwFailure();
    }

    /**
     * Creates or replaces a file, in the format its name asks for; {@code -} is pcapng to standard output.
     *
     * @throws IllegalArgumentException if the name asks for no format
     * @throws IOException if it cannot be created
     */
    public static CaptureWriter create(String fileName) throws IOException {
        CaptureFormat format = CaptureFormat.of(fileName);
        CaptureOutput out = CaptureOutput.open(fileName);
        try {
            return new CaptureWriter(out, format, fileName.equals("-") ? "standard output" : fileName);
        } catch (IOException e) {
            closeAfter(out, e);
            throw e;
        }
    }

    private static void closeAfter(CaptureOutput out, IOException first) {
        try {
            out.close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    /**
     * Writes to a stream, which is closed with the writer.
     *
     * @param name what to call it in messages
     * @throws IOException if the file header cannot be written
     */
    public static CaptureWriter to(OutputStream out, CaptureFormat format, String name) throws IOException {
        return new CaptureWriter(new CaptureOutput(out, true), format, name);
    }

    /** The format written. */
    public CaptureFormat format() {
        return format;
    }

    /**
     * Describes one more Ethernet interface. A pcap file keeps no names: its interfaces share one stream.
     *
     * @return the id to write its frames with
     * @throws IllegalArgumentException if the name is longer than 255 bytes
     */
    public int addInterface(String interfaceName) {
        byte[] bytes = interfaceName.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "interface name: " + bytes.length + " bytes exceed " + LONGEST_NAME + ": " + interfaceName);
        }
        if (makeRoom(layout.interfaceLength(bytes))) {
            layout.putInterface(bytes);
        }
        interfaces.add(new Written());
        return interfaces.size() - 1;
    }

    /** Writes a whole frame; as the long form without a comment. */
    public boolean write(int interfaceId, long timestampNs, long address, int length) {
        return write(interfaceId, timestampNs, address, length, length, null);
    }

    /**
     * Writes a frame.
     *
     * @param interfaceId what {@link #addInterface} gave
     * @param timestampNs nanoseconds since 1970 UTC; a negative time is written as 0
     * @param address first byte of the frame
     * @param length bytes there
     * @param originalLength bytes it had on the wire
     * @param comment text beside the frame, or null; cut behind 1024 bytes, and lost in a pcap file
     * @return false if the writer is closed or has failed: the frame is not in the file
     */
    public boolean write(int interfaceId, long timestampNs, long address, int length, int originalLength,
            String comment) {
        Written written = interfaces.get(interfaceId);
        byte[] commentBytes = comment == null ? null : encode(comment);
        if (!makeRoom(layout.frameLength(length, commentBytes))) {
            return false;
        }
        long timeNs = Math.max(timestampNs, 0);
        layout.putFrameStart(interfaceId, timeNs, length, originalLength);
        layout.putFrame(address, length);
        layout.putFrameEnd(length, commentBytes);
        written.frames++;
        written.lastNs = Math.max(written.lastNs, timeNs);
        records++;
        return true;
    }

    /** Comments are few constants in runs: the last one's bytes are kept. */
    private byte[] encode(String comment) {
        if (!comment.equals(lastComment)) {
            byte[] bytes = comment.getBytes(StandardCharsets.UTF_8);
            lastCommentBytes = bytes.length > LONGEST_COMMENT ? Arrays.copyOf(bytes, LONGEST_COMMENT) : bytes;
            lastComment = comment;
        }
        return lastCommentBytes;
    }

    private boolean makeRoom(int length) {
        if (closed || failure != null) {
            return false;
        }
        if (!layout.fits(length)) {
            writeOut();
            layout.grow(length);
        }
        return failure == null;
    }

    private void writeOut() {
        try {
            out.write(layout.bytes(), layout.size());
            writtenBytes += layout.size();
        } catch (IOException e) {
            fail(e);
        }
        layout.clear();
    }

    private void fail(IOException cause) {
        failure = new IOException(name + ": writing failed: " + cause.getMessage(), cause);
        try {
            long arrived = out.size() - writtenBytes;
            if (arrived >= 0) {
                out.truncate(writtenBytes + wholeRecords(arrived));
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Length of the whole records among the first bytes of the layout. */
    private long wholeRecords(long arrived) {
        int whole = 0;
        if (writtenBytes == 0) {
            return arrived < layout.headerLength() ? 0 : layout.headerLength();
        }
        while (whole < layout.size() && whole + layout.recordLength(whole) <= arrived) {
            whole += layout.recordLength(whole);
        }
        return whole;
    }

    /** Frames taken so far. */
    public long records() {
        return records;
    }

    /** Why writing failed, or null while it works. */
    public IOException failure() {
        return failure;
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Writes out what waits.
     *
     * @throws IOException if writing fails or has failed before
     */
    public void flush() throws IOException {
        if (!closed && failure == null) {
            writeOut();
        }
        throwFailure();
        out.flush();
    }

    /**
     * Writes each interface's statistics and closes the file; a second call does nothing.
     *
     * @throws IOException if writing fails or has failed before: the file is not complete
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        for (int i = 0; i < interfaces.size() && makeRoom(layout.statisticsLength()); i++) {
            layout.putStatistics(i, interfaces.get(i).lastNs, interfaces.get(i).frames);
        }
        if (failure == null) {
            writeOut();
        }
        closed = true;
        try {
            out.close();
        } catch (IOException e) {
            failure = failure == null ? new IOException(name + ": closing failed: " + e.getMessage(), e) : failure;
        }
        throwFailure();
    }

    private static final class Written {
        private long frames;
        private long lastNs;
    }
}

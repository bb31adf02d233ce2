package org.hopwire.port.file;

import java.io.IOException;
import java.util.List;

/** Writes dropped frames to a pcapng file of their own, each with the reason as its packet comment. */
public final class DropWriter implements AutoCloseable {
    private final CaptureWriter writer;

    /**
     * Describes one interface per port, in order.
     *
     * @param writer closed with this
     * @throws IllegalArgumentException if the writer's format carries no comments
     */
    public DropWriter(CaptureWriter writer, List<String> portNames) {
        if (writer.format() != CaptureFormat.PCAPNG) {
            throw new IllegalArgumentException("file of dropped frames: only pcapng carries the reason of each");
        }
        this.writer = writer;
        portNames.forEach(writer::addInterface);
    }

    /**
     * Creates or replaces a file.
     *
     * @throws IllegalArgumentException if its name does not ask for pcapng
     * @throws IOException if it cannot be created
     */
    public static DropWriter create(String fileName, List<String> portNames) throws IOException {
        if (CaptureFormat.of(fileName) != CaptureFormat.PCAPNG) {
            throw new IllegalArgumentException(
                    "file of dropped frames: " + fileName + " is not .pcapng: only that carries the reason of each");
        }
        return new DropWriter(CaptureWriter.create(fileName), portNames);
    }

    /**
     * Writes a dropped frame.
     *
     * @param portIndex position of the receiving port in the list of names
     * @param timestampNs nanoseconds since 1970 UTC
     * @param reason why it was dropped
     * @return false if the writer is closed or has failed
     */
    public boolean write(int portIndex, long timestampNs, long address, int length, int originalLength,
            String reason) {
        return writer.write(portIndex, timestampNs, address, length, originalLength, reason);
    }

    /** Frames taken so far. */
    public long records() {
        return writer.records();
    }

    /** Why writing failed, or null while it works. */
    public IOException failure() {
        return writer.failure();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}

package org.hopwire.counter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counters in a file that both the engine and whoever watches it have mapped: the engine writes its counters as ever,
 * and a reader in another process costs it nothing.
 *
 * <p>One page of header (what it is, whose it is), then Agrona's metadata, 512 octets for each counter, then the
 * values, 128 octets each. The header's magic number is written last, so that a reader never takes a file for whole
 * that is not.
 */
public final class CounterFile {
    private static final int HEADER_LENGTH = 4096;
    private static final long MAGIC = 0x0A_45_52_49_57_50_4F_48L;
    private static final int VERSION = 1;
    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int CAPACITY_OFFSET = 12;
    private static final int PID_OFFSET = 16;
    private static final int START_OFFSET = 24;
    private static final int ABOUT_OFFSET = 32;
    private static final int LONGEST_ABOUT = 2048;
    private static final int OCTETS_PER_COUNTER = CountersReader.METADATA_LENGTH + CountersReader.COUNTER_LENGTH;

    private final Path path;
    private final UnsafeBuffer file;
    private final int capacity;

    private CounterFile(Path path, UnsafeBuffer file, int capacity) {
        this.path = path;
        this.file = file;
        this.capacity = capacity;
    }

    /**
     * Makes a file, in place of one that has the name.
     *
     * @param capacity counters it has room for
     * @param startEpochNs when the engine was made, nanoseconds since 1970 UTC
     * @param about one line for whoever reads it; at most {@value #LONGEST_ABOUT} octets are kept
     */
    static CounterFile create(Path path, int capacity, long startEpochNs, String about) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        UnsafeBuffer file = mapNew(unfinished, lengthOf(capacity));
        file.putInt(VERSION_OFFSET, VERSION);
        file.putInt(CAPACITY_OFFSET, capacity);
        file.putLong(PID_OFFSET, ProcessHandle.current().pid());
        file.putLong(START_OFFSET, startEpochNs);
        byte[] text = about.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(text.length, LONGEST_ABOUT);
        file.putInt(ABOUT_OFFSET, kept);
        file.putBytes(ABOUT_OFFSET + Integer.BYTES, text, 0, kept);
        file.putLongRelease(MAGIC_OFFSET, MAGIC);
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        return new CounterFile(path, file, capacity);
    }

    /**
     * Opens an engine's file to read.
     *
     * @throws IOException naming the file, if it cannot be read or is no whole file of this version
     */
    public static CounterFile open(Path path) throws IOException {
        long length = Files.size(path);
        if (length < HEADER_LENGTH || length > Integer.MAX_VALUE) {
            throw new IOException(path + ": not a file of counters (" + length + " octets)");
        }
        UnsafeBuffer file = map(path, length, FileChannel.MapMode.READ_ONLY, StandardOpenOption.READ);
        if (file.getLongVolatile(MAGIC_OFFSET) != MAGIC) {
            throw new IOException(path + ": not a file of counters");
        }
        if (file.getInt(VERSION_OFFSET) != VERSION) {
            throw new IOException(path + ": counters of version " + file.getInt(VERSION_OFFSET) + ", not " + VERSION);
        }
        int capacity = file.getInt(CAPACITY_OFFSET);
        if (capacity < 1 || lengthOf(capacity) != length) {
            throw new IOException(path + ": not a whole file of counters (" + capacity + " counters in " + length
                    + " octets)");
        }
        return new CounterFile(path, file, capacity);
    }

    private static UnsafeBuffer mapNew(Path path, long length) throws IOException {
        try {
            return map(path, length, FileChannel.MapMode.READ_WRITE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static UnsafeBuffer map(Path path, long length, FileChannel.MapMode mode, StandardOpenOption... options)
            throws IOException {
        try (FileChannel channel = FileChannel.open(path, options)) {
            if (mode.equals(FileChannel.MapMode.READ_WRITE)) {
                reserve(channel, length);
            }
            MappedByteBuffer mapped = channel.map(mode, 0, length);
            mapped.order(ByteOrder.nativeOrder());
            return new UnsafeBuffer(mapped);
        }
    }

    /**
     * A disk that is full says so now, by an exception, and not by a signal at the first count. Its last free octets
     * take a part of what is written without a word; only the rest is refused.
     */
    private static void reserve(FileChannel channel, long length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) length);
        while (zeros.hasRemaining()) {
            channel.write(zeros);
        }
    }

    private static long lengthOf(int capacity) {
        return HEADER_LENGTH + (long) capacity * OCTETS_PER_COUNTER;
    }

    UnsafeBuffer metadata() {
        return new UnsafeBuffer(file, HEADER_LENGTH, capacity * CountersReader.METADATA_LENGTH);
    }

    UnsafeBuffer values() {
        return new UnsafeBuffer(file, HEADER_LENGTH + capacity * CountersReader.METADATA_LENGTH,
                capacity * CountersReader.COUNTER_LENGTH);
    }

    /** Process that counts. */
    public long pid() {
        return file.getLong(PID_OFFSET);
    }

    /** When its engine was made, nanoseconds since 1970 UTC. */
    public long startEpochNs() {
        return file.getLong(START_OFFSET);
    }

    /** What the engine says of itself. */
    public String about() {
        int length = Math.clamp(file.getInt(ABOUT_OFFSET), 0, LONGEST_ABOUT);
        byte[] text = new byte[length];
        file.getBytes(ABOUT_OFFSET + Integer.BYTES, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Every counter with its value; read one after the other, not at one instant. */
    public List<CounterReading> readings() {
        List<CounterReading> readings = new ArrayList<>();
        new CountersReader(metadata(), values(), StandardCharsets.UTF_8).forEach(
                (id, typeId, key, label) -> readings.add(reading(typeId, label, valueOf(id))));
        return readings;
    }

    private long valueOf(int id) {
        return values().getLongVolatile(CountersReader.counterOffset(id));
    }

    private static CounterReading reading(int typeId, String label, long value) {
        // no row has a dot, a scope may
        int dot = Math.max(0, label.lastIndexOf('.'));
        return new CounterReading(typeId, label.substring(0, dot), label.substring(Math.min(dot + 1, label.length())),
                value);
    }

    /** Takes the file away; whoever has it open keeps reading. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}

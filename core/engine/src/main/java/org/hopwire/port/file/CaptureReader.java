package org.hopwire.port.file;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads captures as a stream: pcap and pcapng, either byte order, any resolution, plain or gzip, all told apart by
 * their first bytes. A file may be larger than memory; a damaged one gives what stands before the damage.
 */
public final class CaptureReader implements AutoCloseable {
    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;
    private static final int GZIP_WINDOW = 1 << 16;

    private final String name;
    private final CountingStream raw;
    private ByteSource source;
    private FormatReader format;
    private CaptureException failure;
    private long records;

    private CaptureReader(InputStream in, String name) {
        this.name = name;
        raw = new CountingStream(in);
    }

    /**
     * Opens a file, or standard input where the name is {@code -}. Where bytes come through a pipe, an interrupt of the
     * thread that waits for them ends the capture ({@link CaptureException#isInterrupt}).
     *
     * @throws CaptureException if it is empty, no capture, or damaged in its header
     * @throws IOException if it cannot be opened
     */
    public static CaptureReader open(String fileName) throws IOException {
        return fileName.equals("-") ? open(InterruptibleInput.standard(), "standard input") : open(Path.of(fileName));
    }

    /** Opens a file; as {@link #open(String)}. */
    public static CaptureReader open(Path file) throws IOException {
        InputStream in = Files.isRegularFile(file) ? Files.newInputStream(file) : InterruptibleInput.open(file);
        try {
            return open(in, String.valueOf(file.getFileName()));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Reads a stream; the reader closes it with itself.
     *
     * @param name what to call it in messages
     * @throws CaptureException if it is empty, no capture, or damaged in its header
     */
    public static CaptureReader open(InputStream in, String name) throws CaptureException {
        CaptureReader reader = new CaptureReader(in, name);
        try {
            reader.sniff();
        } catch (IOException e) {
            throw reader.translate(e);
        }
        return reader;
    }

    private void sniff() throws IOException {
        source = new ByteSource(decompressed());
        boolean whole = source.require(Integer.BYTES);
        if (source.available() == 0) {
            throw new CaptureException(name + ": file header at offset 0: the file is empty");
        }
        int magic = whole ? source.intAt(0) : 0;
        if (magic == PcapngReader.SECTION_HEADER) {
            format = new PcapngReader(name, source);
        } else if (PcapReader.isMagic(magic)) {
            format = PcapReader.open(name, source);
        } else {
            throw new CaptureException(name + ": file header at offset 0: first bytes " + firstBytes()
                    + "are neither pcap nor pcapng");
        }
    }

    private String firstBytes() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(source.available(), Integer.BYTES); i++) {
            text.append(String.format("%02x ", source.unsignedByteAt(i)));
        }
        return text.toString();
    }

    private InputStream decompressed() throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, 2);
        byte[] head = in.readNBytes(2);
        in.unread(head);
        boolean gzip = head.length == 2 && (head[0] & 0xff) == GZIP_MAGIC_0 && (head[1] & 0xff) == GZIP_MAGIC_1;
        return gzip ? new GZIPInputStream(in, GZIP_WINDOW) : in;
    }

    /**
     * Moves to the next frame.
     *
     * @return false at the end of the file
     * @throws CaptureException if the file is damaged here; every later call throws the same
     */
    public boolean next(CaptureRecord record) throws CaptureException {
        if (failure != null) {
            throw failure;
        }
        try {
            boolean found = format.next(record);
            records += found ? 1 : 0;
            return found;
        } catch (IOException e) {
            failure = translate(e);
            throw failure;
        }
    }

    private CaptureException translate(IOException e) {
        if (e instanceof CaptureException exception) {
            return exception;
        }
        String cause = explain(e);
        return format == null
                ? new CaptureException(name + ": file header at offset 0: " + cause, e)
                : (CaptureException) format.failure(cause).initCause(e);
    }

    private static String explain(IOException e) {
        return switch (e) {
            case ClosedByInterruptException stopped -> "interrupted";
            case EOFException cutOff -> "gzip data cut off";
            case ZipException damaged -> "gzip data damaged: " + damaged.getMessage();
            default -> "cannot be read: " + e.getMessage();
        };
    }

    /** Interfaces described so far, in file order over all sections; grows as the file is read. */
    public List<CaptureInterface> interfaces() {
        return Collections.unmodifiableList(format.interfaces);
    }

    /** Frames read so far. */
    public long records() {
        return records;
    }

    /** pcapng blocks left out because they are neither frames nor describe any. */
    public long unknownBlocks() {
        return format.unknownBlocks;
    }

    /** Interface statistics blocks read so far. */
    public long statisticsBlocks() {
        return format.statisticsBlocks;
    }

    /** Frames the capturing machine says its interfaces lost, as far as the file tells. */
    public long reportedDrops() {
        return format.reportedDrops;
    }

    /** Bytes taken from the file so far, compressed where it is; for progress. */
    public long bytesRead() {
        return raw.count;
    }

    @Override
    public void close() throws IOException {
        if (source != null) {
            source.close();
        }
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            count += Math.max(got, 0);
            return got;
        }
    }
}

package org.hopwire.port.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the records of one format from a byte source, and keeps what else the file tells. */
abstract class FormatReader {
    /** Longest block or frame that is believed: 16 MiB. */
    static final int MAX_BLOCK_LENGTH = 1 << 24;
    /** A file that describes more interfaces than this is no capture. */
    static final int MAX_INTERFACES = 1 << 16;

    final String name;
    final ByteSource source;
    final List<CaptureInterface> interfaces = new ArrayList<>();
    long unknownBlocks;
    long statisticsBlocks;
    long reportedDrops;

    FormatReader(String name, ByteSource source) {
        this.name = name;
        this.source = source;
    }

    /** Finds the next frame; false at a clean end. */
    abstract boolean next(CaptureRecord record) throws IOException;

    /** What the reader stands on, for messages. */
    abstract String place();

    /** An exception that names where the reader stands. */
    final CaptureException failure(String cause) {
        return new CaptureException(name + ": " + place() + " at offset " + source.offset() + ": " + cause);
    }
}
